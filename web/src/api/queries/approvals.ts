import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { approvalsKey, mailKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Approval, Role } from "@/api/types";
import { usePages } from "./pages";

const DECIDERS: readonly Role[] = ["owner", "admin", "approver"];

/** Whether the signed-in person may decide what leaves. The server checks again. */
export const useMayDecide = () => DECIDERS.includes(useWorkspace().role);

const OVER: Approval["status"][] = ["approved", "rejected", "expired", "used"];

/** What waits for a person, or what became of earlier ones, page by page. */
export function useApprovals(which: "open" | "over") {
  const status = which === "open" ? (["open"] as const) : OVER;
  return usePages([...approvalsKey(useWorkspace().id), which], (query) =>
    unwrap(api.GET("/api/v1/approvals", { params: { query: { ...query, status: [...status] } } })),
  );
}

/** Those approvals as the record has them now; what is not read yet is left out. */
export function useApprovalsOf(ids: readonly string[]): Approval[] {
  const { id } = useWorkspace();
  return useQueries({
    queries: ids.map((approval_id) => ({
      queryKey: [...approvalsKey(id), "one", approval_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/approvals/{approval_id}", { params: { path: { approval_id } } })),
    })),
    combine: (found) => found.flatMap(({ data }) => data ?? []),
  });
}

export interface Decision {
  approval: Approval;
  approved: boolean;
  note: string;
}

/** Decides exactly what was shown: the digest goes back with the decision. */
export function useDecide() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useMutation({
    mutationFn: ({ approval, approved, note }: Decision) =>
      unwrap(
        api.POST("/api/v1/approvals/{approval_id}/decide", {
          params: { path: { approval_id: approval.id } },
          body: { approved, digest: approval.digest, note: note || null },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: approvalsKey(id) }),
  });
}

/** Mail that was kept here because no mail server is set. */
export function useInbox() {
  return usePages([...mailKey(useWorkspace().id), "inbox"], (query) =>
    unwrap(api.GET("/api/v1/inbox", { params: { query } })),
  );
}

/** One mail of the inbox, for a link to what is not on the pages read so far. */
export function useInboxMail(mailId: string | null) {
  return useQuery({
    queryKey: [...mailKey(useWorkspace().id), "one", mailId],
    queryFn: () =>
      unwrap(api.GET("/api/v1/inbox/{mail_id}", { params: { path: { mail_id: mailId ?? "" } } })),
    enabled: mailId !== null,
    retry: false,
  });
}
