import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";
import type { Frame } from "@/api/types";

const framesKey = (workspaceId: string) => ["frames", workspaceId] as const;

/** What is shown in other sites: a widget, a saved question, the board or the figures. */
export interface Embedded {
  kind: Frame["kind"];
  thing_id: string | null;
}

export function useFrames() {
  return useQuery({
    queryKey: framesKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/frames")),
  });
}

export function useFrameActions() {
  const client = useQueryClient();
  const queryKey = framesKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: (body: Embedded & { origins: string[]; days: number }) =>
      unwrap(api.POST("/api/v1/frames", { body })),
    onSettled,
  });
  const end = useMutation({
    mutationFn: (frame_id: string) =>
      unwrap(api.DELETE("/api/v1/frames/{frame_id}", { params: { path: { frame_id } } })),
    onSettled,
  });
  return { create, end };
}
