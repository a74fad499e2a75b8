import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { insightsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { SegmentBody, SegmentExport, SegmentRule, SegmentRules } from "@/api/types";

const ONE = "/api/v1/segments/{segment_id}";
const MOST = 200;

const by = (segment_id: string) => ({ params: { path: { segment_id } } });

/** Under the key of insights: new data counts segments anew. */
const useKey = (...rest: readonly unknown[]) => [
  ...insightsKey(useWorkspace().id),
  "segments",
  ...rest,
];

export function useSegments() {
  return useQuery({
    queryKey: useKey("list"),
    queryFn: () => unwrap(api.GET("/api/v1/segments", { params: { query: { limit: MOST } } })),
  });
}

export function useSegment(id: string) {
  return useQuery({
    queryKey: useKey("one", id),
    queryFn: () => unwrap(api.GET(ONE, by(id))),
    retry: false,
  });
}

export function useTemplates() {
  return useQuery({
    queryKey: useKey("templates"),
    queryFn: () => unwrap(api.GET("/api/v1/segments/templates")),
  });
}

/** How many the rules reach; while others are counted, those counted last stay. */
export function usePreview(rules: SegmentRules | null) {
  return useQuery({
    queryKey: useKey("preview", rules),
    queryFn: () => unwrap(api.POST("/api/v1/segments/preview", { body: rules as SegmentRules })),
    enabled: rules !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export type ValueField = Extract<
  SegmentRule["field"],
  "product" | "vendor" | "product_type" | "country"
>;

/** What a field may be compared with, the most common first. */
export function useValues(field: ValueField | null) {
  return useQuery({
    queryKey: useKey("values", field),
    queryFn: () => {
      const query = { field: field as ValueField, limit: MOST };
      return unwrap(api.GET("/api/v1/segments/values", { params: { query } }));
    },
    enabled: field !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSegmentHistory(id: string) {
  return useQuery({
    queryKey: useKey("history", id),
    queryFn: () => unwrap(api.GET(`${ONE}/history`, by(id))),
  });
}

export function useSegmentChanges(id: string) {
  return useQuery({
    queryKey: useKey("changes", id),
    queryFn: () => unwrap(api.GET(`${ONE}/changes`, by(id))),
  });
}

/** What two to five segments share. */
export function useOverlap(ids: readonly string[]) {
  return useQuery({
    queryKey: useKey("overlap", ids),
    queryFn: () => unwrap(api.POST("/api/v1/segments/overlap", { body: { ids: [...ids] } })),
    enabled: ids.length > 1,
    placeholderData: keepPreviousData,
  });
}

/** The other format of this route is a file, which `download` fetches. */
export const segmentForKlaviyo = (id: string) =>
  unwrap(
    api.GET(`${ONE}/export`, { params: { path: { segment_id: id }, query: {} } }),
  ) as Promise<SegmentExport>;

export function useSegmentActions() {
  const client = useQueryClient();
  const queryKey = useKey();
  const onSuccess = () => client.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: (body: SegmentBody) => unwrap(api.POST("/api/v1/segments", { body })),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ id, version, body }: { id: string; version: number; body: SegmentBody }) =>
      unwrap(
        api.PUT(ONE, {
          params: { path: { segment_id: id }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE(ONE, by(id))),
    // What was told of the deleted one is not asked for again: it is gone.
    onSuccess: (_gone, id) =>
      client.invalidateQueries({ queryKey, predicate: (one) => !one.queryKey.includes(id) }),
  });
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(api.POST(`${ONE}/restore`, by(id))),
    onSuccess,
  });
  return { create, change, remove, restore };
}
