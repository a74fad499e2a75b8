import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useLiveState } from "@/api/events";
import { importsKey, sessionKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Import, SplitChoice } from "@/api/types";

const UNFINISHED: Import["status"][] = ["queued", "running"];
export const isUnfinished = (item: Import) => UNFINISHED.includes(item.status);

const POLL_MS = 2000;

export function useImports() {
  const workspace = useWorkspace();
  const live = useLiveState();
  return useQuery({
    queryKey: importsKey(workspace.id),
    queryFn: () => unwrap(api.GET("/api/v1/imports")),
    // The stream says when to look again; without it, look while something is still being read.
    refetchInterval: ({ state }) =>
      live !== "open" && state.data?.items.some(isUnfinished) ? POLL_MS : false,
  });
}

export function useImport(importId: string, enabled: boolean) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: [...importsKey(workspace.id), importId],
    queryFn: () =>
      unwrap(api.GET("/api/v1/imports/{import_id}", { params: { path: { import_id: importId } } })),
    enabled,
  });
}

export const REJECTIONS_PER_PAGE = 50;

export function useRejections(importId: string, fileId: string, page: number) {
  const workspace = useWorkspace();
  const path = { import_id: importId, file_id: fileId };
  const query = { limit: REJECTIONS_PER_PAGE, offset: page * REJECTIONS_PER_PAGE };
  return useQuery({
    queryKey: [...importsKey(workspace.id), importId, fileId, "rejections", page],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/imports/{import_id}/files/{file_id}/rejections", {
          params: { path, query },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useRevert() {
  const client = useQueryClient();
  const workspace = useWorkspace();
  return useMutation({
    mutationFn: (importId: string) =>
      unwrap(
        api.POST("/api/v1/imports/{import_id}/revert", {
          params: { path: { import_id: importId } },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: importsKey(workspace.id) }),
  });
}

export function useSplit(importId: string) {
  const client = useQueryClient();
  const workspace = useWorkspace();
  return useMutation({
    mutationFn: (body: SplitChoice) =>
      unwrap(
        api.POST("/api/v1/imports/{import_id}/split", {
          params: { path: { import_id: importId } },
          body,
        }),
      ),
    onSettled: () => {
      client.invalidateQueries({ queryKey: importsKey(workspace.id) });
      // A split may have made workspaces: the switcher reads them from the session.
      client.invalidateQueries({ queryKey: sessionKey });
    },
  });
}
