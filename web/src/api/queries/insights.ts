import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { insightListKey, insightsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Insight, InsightAsk } from "@/api/types";

/** The pages of insights that this installation serves, with their options. */
export function useInsights() {
  return useQuery({
    queryKey: insightListKey(useWorkspace().id),
    queryFn: async () => (await unwrap(api.GET("/api/v1/insights"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function usePage(name: string, ask: InsightAsk, ready: boolean) {
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [...insightsKey(id), name, ask],
    queryFn: () =>
      unwrap(api.GET("/api/v1/insights/{name}", { params: { path: { name }, query: ask } })),
    enabled: ready,
    placeholderData: (previous: Insight | undefined, query) =>
      query?.queryKey[1] === id && previous?.name === name ? keepPreviousData(previous) : undefined,
  });
}

/** One part of a page, with its sentences and gaps, for where the rest is not shown. */
export const useInsightPart = (name: string, part: string, ask: InsightAsk, ready: boolean) =>
  usePage(name, { ...ask, part }, ready);

/** One page, what is soon told first; another choice keeps the old one in place until it arrives,
 * another store never. `rest` is how what takes long is doing, while it is not there. */
export function useInsight(name: string, ask: InsightAsk, ready: boolean) {
  const first = usePage(name, { ...ask, first: true }, ready);
  const told = first.isPlaceholderData ? undefined : first.data;
  const whole = usePage(name, ask, ready && told?.more === true);
  const arrived = !told || (told.more && !whole.isPlaceholderData);
  const data = (arrived ? whole.data : undefined) ?? first.data;
  return { ...first, data, rest: data?.more ? whole : null };
}
