import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { askKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Answer, QuestionChange } from "@/api/types";

/** A question in words, or parts set anew; the words then only say what was changed. */
export interface Step {
  words: string;
  change?: QuestionChange;
}

/** A question and what was asked after it, each changing the one before. */
export interface Trail {
  steps: Step[];
  asOf?: string;
}

const historyKey = (workspaceId: string) => ["ask-history", workspaceId] as const;
const trailKey = (workspaceId: string, { steps, asOf }: Trail) =>
  [...askKey(workspaceId), asOf ?? null, steps] as const;

/**
 * Asking counts and is written down, so an answer is kept until the data changes. The steps before
 * come out of what this tab knows, or are asked on the way when a link is opened.
 */
const trailQuery = (client: QueryClient, workspaceId: string, trail: Trail) => ({
  queryKey: trailKey(workspaceId, trail),
  queryFn: () => askTrail(client, workspaceId, trail),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

async function askTrail(client: QueryClient, workspaceId: string, trail: Trail): Promise<Answer> {
  const before = { ...trail, steps: trail.steps.slice(0, -1) };
  const previous = before.steps.length
    ? await client.fetchQuery(trailQuery(client, workspaceId, before))
    : null;
  const step = trail.steps.at(-1);
  const answer = await unwrap(
    api.POST("/api/v1/ask", {
      body: {
        question: step?.words ?? "",
        change: step?.change ?? null,
        previous_id: previous?.id ?? null,
        as_of: trail.asOf ?? null,
      },
    }),
  );
  void client.invalidateQueries({ queryKey: historyKey(workspaceId) });
  return answer;
}

/** Whether one answer grew out of the other, so that it may stand until the next is there. */
const isSameStart = (one: Step | undefined, other: Step | undefined) =>
  one !== undefined &&
  other !== undefined &&
  (one.change ? other.change !== undefined : one.words === other.words);

export function useAnswer(trail: Trail) {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useQuery({
    ...trailQuery(client, id, trail),
    enabled: trail.steps.length > 0,
    placeholderData: (before, query) => {
      const steps = query?.queryKey.at(-1) as Step[] | undefined;
      return isSameStart(steps?.[0], trail.steps[0]) ? before : undefined;
    },
  });
}

export function useAskHistory() {
  return useQuery({
    queryKey: historyKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/ask/history")),
  });
}

/** Questions that hold what is typed; the last ones stay until the next are there. */
export function useSuggestions(typed: string) {
  return useQuery({
    queryKey: [...historyKey(useWorkspace().id), "suggestions", typed],
    queryFn: () => unwrap(api.GET("/api/v1/ask/suggestions", { params: { query: { typed } } })),
    placeholderData: keepPreviousData,
    enabled: typed.length > 1,
    staleTime: 60_000,
  });
}

/** Values that a dimension has here; none where the filter is on no listed dimension. */
export function useDimensionValues(name: string, typed: string) {
  return useQuery({
    queryKey: ["dimension-values", ...askKey(useWorkspace().id), name, typed],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/dimensions/{name}/values", {
          params: { path: { name }, query: { typed } },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

export function useThumb() {
  return useMutation({
    mutationFn: ({ id, helpful }: { id: string; helpful: boolean }) =>
      unwrap(
        api.POST("/api/v1/ask/{asked_id}/feedback", {
          params: { path: { asked_id: id } },
          body: { helpful },
        }),
      ),
  });
}

/** Every metric and dimension; it changes with the data alone. */
export function useCatalogue(enabled = true) {
  return useQuery({
    queryKey: ["catalogue", ...askKey(useWorkspace().id)],
    queryFn: () => unwrap(api.GET("/api/v1/metrics")),
    staleTime: 5 * 60_000,
    enabled,
  });
}
