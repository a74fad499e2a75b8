import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";

export const PUSHES_LISTED = 10;

const useKey = () => ["pushes", useWorkspace().id] as const;

/** What outside agents asked to be told of their tasks and did not take, the newest first. */
export function useDeadPushes(page: number, enabled: boolean) {
  const query = { status: "dead", limit: PUSHES_LISTED, offset: page * PUSHES_LISTED } as const;
  return useQuery({
    queryKey: [...useKey(), page],
    queryFn: () => unwrap(api.GET("/api/v1/a2a/pushes", { params: { query } })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useSendPushAgain() {
  const client = useQueryClient();
  const queryKey = useKey();
  return useMutation({
    mutationFn: (push_id: string) =>
      unwrap(api.POST("/api/v1/a2a/pushes/{push_id}/retry", { params: { path: { push_id } } })),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
