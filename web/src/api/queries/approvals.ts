import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { approvalsKey, mailKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Approval, Role } from "@/api/types";

const DECIDERS: readonly Role[] = ["owner", "admin", "approver"];

/** Whether the signed-in person may decide what leaves. The server checks again. */
export const useMayDecide = () => DECIDERS.includes(useWorkspace().role);

/** What waits for a person, and what became of earlier ones. */
export function useApprovals() {
  return useQuery({
    queryKey: approvalsKey(useWorkspace().id),
    queryFn: async () => (await unwrap(api.GET("/api/v1/approvals"))).items,
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
  return useQuery({
    queryKey: [...mailKey(useWorkspace().id), "inbox"],
    queryFn: async () => (await unwrap(api.GET("/api/v1/inbox"))).items,
  });
}
