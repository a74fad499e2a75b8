import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";

const serversKey = (workspaceId: string) => ["tool-servers", workspaceId] as const;
const byId = (server_id: string) => ({ params: { path: { server_id } } });
const byTool = (server_id: string, tool: string) => ({ params: { path: { server_id, tool } } });

interface ApproveTool {
  serverId: string;
  tool: string;
  body: { hash: string; trusted: boolean; view_may_reach: boolean };
}

export type ServerBody = { name: string; url: string; header: string; secret: string | null };

const ofView = ({ server_id, tool }: { server_id: string; tool: string }) =>
  byTool(server_id, tool);

/** Calls a tool for a view of others; the server refuses all but reads of the view's own server. */
export const callFromView = (
  view: { server_id: string; tool: string },
  name: string,
  given: Record<string, unknown>,
) =>
  unwrap(
    api.POST("/api/v1/agents/servers/{server_id}/tools/{tool}/view/calls", {
      ...ofView(view),
      body: { name, arguments: given },
    }),
  );

/** Writes down that a view was taken off the page. */
export const stopView = (view: { server_id: string; tool: string }, reason: "flood" | "left") =>
  api.POST("/api/v1/agents/servers/{server_id}/tools/{tool}/view/stop", {
    ...ofView(view),
    body: { reason },
  });

/** MCP servers outside of this product that an owner has added. */
export function useToolServers() {
  return useQuery({
    queryKey: serversKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/agents/servers")),
  });
}

/** What a server gives to read, asked of it once a person wants to look. */
export function useServerResources(serverId: string | null) {
  return useQuery({
    queryKey: [...serversKey(useWorkspace().id), "resources", serverId],
    queryFn: async () =>
      (await unwrap(api.GET("/api/v1/agents/servers/{server_id}/resources", byId(serverId ?? ""))))
        .items,
    enabled: serverId !== null,
    retry: false,
  });
}

/** Has a resource read and kept as a file for the next message. */
export function useAttachResource() {
  return useMutation({
    mutationFn: ({ serverId, uri }: { serverId: string; uri: string }) =>
      unwrap(
        api.POST("/api/v1/agents/servers/{server_id}/resources", {
          ...byId(serverId),
          body: { uri },
        }),
      ),
  });
}

export function useToolServerActions() {
  const client = useQueryClient();
  const queryKey = serversKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const add = useMutation({
    mutationFn: (body: ServerBody) => unwrap(api.POST("/api/v1/agents/servers", { body })),
    onSettled,
  });
  const refresh = useMutation({
    mutationFn: (serverId: string) =>
      unwrap(api.POST("/api/v1/agents/servers/{server_id}/refresh", byId(serverId))),
    onSettled,
  });
  const approve = useMutation({
    mutationFn: ({ serverId, tool, body }: ApproveTool) =>
      unwrap(
        api.POST("/api/v1/agents/servers/{server_id}/tools/{tool}/approve", {
          ...byTool(serverId, tool),
          body,
        }),
      ),
    onSettled,
  });
  const off = useMutation({
    mutationFn: ({ serverId, tool }: { serverId: string; tool: string }) =>
      unwrap(
        api.POST("/api/v1/agents/servers/{server_id}/tools/{tool}/off", byTool(serverId, tool)),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (serverId: string) =>
      unwrap(api.DELETE("/api/v1/agents/servers/{server_id}", byId(serverId))),
    onSettled,
  });
  return { add, refresh, approve, off, remove };
}
