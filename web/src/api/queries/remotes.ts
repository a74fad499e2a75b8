import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";

const remotesKey = (workspaceId: string) => ["remote-agents", workspaceId] as const;
const byId = (agent_id: string) => ({ params: { path: { agent_id } } });

/** Agents outside of this product that an owner has added. */
export function useRemoteAgents() {
  return useQuery({
    queryKey: remotesKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/agents/remote")),
  });
}

export function useRemoteAgentActions() {
  const client = useQueryClient();
  const queryKey = remotesKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const add = useMutation({
    mutationFn: (body: { url: string; key: string | null }) =>
      unwrap(api.POST("/api/v1/agents/remote", { body })),
    onSettled,
  });
  const check = useMutation({
    mutationFn: (agentId: string) =>
      unwrap(api.POST("/api/v1/agents/remote/{agent_id}/check", byId(agentId))),
    onSettled,
  });
  const approve = useMutation({
    mutationFn: ({ agentId, hash }: { agentId: string; hash: string }) =>
      unwrap(
        api.POST("/api/v1/agents/remote/{agent_id}/approve", {
          ...byId(agentId),
          body: { card_hash: hash },
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (agentId: string) =>
      unwrap(api.DELETE("/api/v1/agents/remote/{agent_id}", byId(agentId))),
    onSettled,
  });
  return { add, check, approve, remove };
}
