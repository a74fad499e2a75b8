import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { summaryKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Kpi, Summary } from "@/api/types";
import { knownDays } from "@/lib/known-days";
import type { Window } from "@/lib/params";

function onlyKnownDays(summary: Summary): Summary {
  const until = summary.freshness.data_until;
  const known = (tile: Kpi) => ({ ...tile, series: knownDays(tile.series, until) });
  const sections = summary.sections.map((section) => ({
    ...section,
    tiles: section.tiles.map(known),
  }));
  return { ...summary, sections };
}

export function useSummary(window: Window) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: [...summaryKey(workspace.id), window],
    queryFn: () => unwrap(api.GET("/api/v1/summary", { params: { query: window } })),
    select: onlyKnownDays,
    // A new date range keeps the old figures in place until it arrives; another store never does.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === workspace.id ? keepPreviousData(previous) : undefined,
  });
}

/** Saves the pinned keys in order; shows them at once and puts them back if the server refuses. */
export function usePins() {
  const client = useQueryClient();
  const queryKey = summaryKey(useWorkspace().id);
  const show = (keys: string[]) =>
    client.setQueriesData<Summary>({ queryKey }, (old) => old && { ...old, pins: keys });
  return useMutation({
    mutationFn: (keys: string[]) => unwrap(api.PUT("/api/v1/summary/pins", { body: { keys } })),
    onMutate: (keys) => {
      const [, before] = client.getQueriesData<Summary>({ queryKey }).at(0) ?? [];
      show(keys);
      return before?.pins;
    },
    onError: (_error, _keys, before) => before && show(before),
  });
}
