import { useMutation, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { askKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";

export const FIRST_ROWS = 1000;
export const MOST_ROWS = 10_000;

const run = (sql: string, max_rows: number) =>
  unwrap(api.POST("/api/v1/sql", { body: { sql, max_rows } }));

/** The rows of a statement; they stay until the data changes or somebody runs it again. */
export function useSqlRows(sql: string, rows: number) {
  return useQuery({
    queryKey: [...askKey(useWorkspace().id), "sql", sql, rows],
    queryFn: () => run(sql, rows),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: sql !== "",
  });
}

/** As many rows as a statement may give, for a file. */
export const useAllRows = () => useMutation({ mutationFn: (sql: string) => run(sql, MOST_ROWS) });

export function useSqlSchema(enabled: boolean) {
  return useQuery({
    queryKey: ["sql-schema", useWorkspace().id],
    queryFn: () => unwrap(api.GET("/api/v1/sql/schema")),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}
