import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { ARRANGE, CHANGE_BOARD, widgetsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Widget } from "@/api/types";
import type { Placed } from "@/lib/grid";

const listKey = (workspaceId: string) => [...widgetsKey(workspaceId), "widgets"] as const;

export function useWidgets() {
  return useQuery({
    queryKey: listKey(useWorkspace().id),
    queryFn: async () => (await unwrap(api.GET("/api/v1/widgets"))).items,
  });
}

/** The answers of these widgets, all in one request. */
export function useWidgetsData(widgets: readonly Widget[]) {
  const { id } = useWorkspace();
  const seen = widgets.map((one) => `${one.id}@${one.version}`).toSorted();
  return useQuery({
    queryKey: [...widgetsKey(id), "data", ...seen],
    queryFn: async () => {
      const query = { ids: widgets.map((one) => one.id).join(",") };
      const { items } = await unwrap(api.GET("/api/v1/widgets/data", { params: { query } }));
      return new Map(items.map((one) => [one.id, one]));
    },
    enabled: widgets.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** Shows a change of the list at once and gives back what was there, should the server refuse. */
function showList(client: QueryClient, workspaceId: string, next: (old: Widget[]) => Widget[]) {
  const queryKey = listKey(workspaceId);
  // An answer on its way is older than what is shown now.
  void client.cancelQueries({ queryKey }, { silent: true, revert: false });
  const before = client.getQueryData<Widget[]>(queryKey);
  client.setQueryData<Widget[]>(queryKey, (old) => old && next(old));
  return () => client.setQueryData(queryKey, before);
}

export function useWidgetActions() {
  const client = useQueryClient();
  const { id: workspaceId } = useWorkspace();
  const show = (next: (old: Widget[]) => Widget[]) => showList(client, workspaceId, next);
  const onSettled = () => client.invalidateQueries({ queryKey: listKey(workspaceId) });
  const undo = (_error: Error, _input: unknown, back?: () => void) => back?.();
  const path = (id: string) => ({ params: { path: { widget_id: id } } });
  const change = useMutation({
    mutationKey: CHANGE_BOARD,
    mutationFn: ({ id, ...body }: { id: string; name?: string; pinned?: boolean }) =>
      unwrap(api.PATCH("/api/v1/widgets/{widget_id}", { ...path(id), body })),
    onMutate: ({ id, ...part }) =>
      show((old) => old.map((one) => (one.id === id ? { ...one, ...part } : one))),
    onError: undo,
    onSettled,
  });
  const remove = useMutation({
    mutationKey: CHANGE_BOARD,
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/widgets/{widget_id}", path(id))),
    onMutate: (id) => show((old) => old.filter((one) => one.id !== id)),
    onError: undo,
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/api/v1/widgets/{widget_id}/restore", path(id))),
    onSettled,
  });
  const arrange = useMutation({
    // One after another, so that the last place counts; only the last one looks again.
    mutationKey: ARRANGE,
    scope: { id: "arrange-widgets" },
    mutationFn: (places: Placed[]) => {
      const items = places.map(({ id, ...layout }) => ({ id, layout }));
      return unwrap(api.PUT("/api/v1/widgets/layout", { body: { items } }));
    },
    onMutate: (places) => {
      const at = new Map(places.map(({ id, ...layout }) => [id, layout]));
      return show((old) => old.map((one) => ({ ...one, layout: at.get(one.id) ?? one.layout })));
    },
    onError: undo,
    onSettled: () => (client.isMutating({ mutationKey: ARRANGE }) > 1 ? undefined : onSettled()),
  });
  return { change, remove, restore, arrange };
}
