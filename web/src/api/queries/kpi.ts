import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { kpiKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Window } from "@/lib/params";

function useKpiKey(key: string, window: Window) {
  return [...kpiKey(useWorkspace().id), key, window] as const;
}

export function useKpiSql(key: string, window: Window) {
  return useQuery({
    queryKey: [...useKpiKey(key, window), "sql"],
    queryFn: () =>
      unwrap(api.GET("/api/v1/kpis/{key}/sql", { params: { path: { key }, query: window } })),
  });
}

export const ROWS_PER_PAGE = 50;

export interface RowsPage {
  page: number;
  /** One of the tables the figure reads; the server picks the first when it is left out. */
  table?: string;
}

export function useKpiRows(key: string, window: Window, { page, table }: RowsPage) {
  const offset = page * ROWS_PER_PAGE;
  const query = { ...window, limit: ROWS_PER_PAGE, offset, ...(table && { table }) };
  return useQuery({
    queryKey: [...useKpiKey(key, window), "rows", page, table],
    queryFn: () => unwrap(api.GET("/api/v1/kpis/{key}/rows", { params: { path: { key }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function useKpiLineage(key: string, window: Window) {
  return useQuery({
    queryKey: [...useKpiKey(key, window), "lineage"],
    queryFn: () =>
      unwrap(api.GET("/api/v1/kpis/{key}/lineage", { params: { path: { key }, query: window } })),
  });
}

/** Whether reports agree with these figures over those days; only tiles have a report to ask. */
export function useChecks(keys: readonly string[], range: string, enabled: boolean) {
  const query = { keys: keys.join(","), range, compare: "none" as const };
  return useQuery({
    queryKey: [...kpiKey(useWorkspace().id), "checks", query],
    queryFn: () => unwrap(api.GET("/api/v1/kpis", { params: { query } })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: enabled && keys.length > 0,
  });
}
