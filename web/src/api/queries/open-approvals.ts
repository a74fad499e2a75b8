import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { approvalsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";

const MOST_COUNTED = 100;

/** How many wait for a person; `more` where they are not counted to the end. */
export function useOpenApprovals() {
  const query = { status: ["open" as const], limit: MOST_COUNTED };
  return useQuery({
    queryKey: [...approvalsKey(useWorkspace().id), "count"],
    queryFn: () => unwrap(api.GET("/api/v1/approvals", { params: { query } })),
    select: ({ items, next_cursor }) => ({ count: items.length, more: next_cursor !== null }),
  });
}
