import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { reportsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { ReportBody } from "@/api/types";

const AT_ONCE = 30;

/** Kept pages, the newest first, of those whose title holds the words. */
export function useReports(q: string) {
  return useInfiniteQuery({
    queryKey: [...reportsKey(useWorkspace().id), "list", q],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: AT_ONCE, ...(q && { q }), ...(cursor && { cursor }) };
      return unwrap(api.GET("/api/v1/reports", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One report. It never changes. */
export function useReport(report_id: string) {
  return useQuery({
    queryKey: [...reportsKey(useWorkspace().id), "one", report_id],
    queryFn: () =>
      unwrap(api.GET("/api/v1/reports/{report_id}", { params: { path: { report_id } } })),
    retry: false,
  });
}

export function useSaveReport() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useMutation({
    mutationFn: (body: ReportBody) => unwrap(api.POST("/api/v1/reports", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: reportsKey(id) }),
  });
}

/** Deleting can be taken back for thirty days; looking again makes another report. */
export function useReportActions() {
  const client = useQueryClient();
  const queryKey = reportsKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const params = (report_id: string) => ({ params: { path: { report_id } } });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/reports/{report_id}", params(id))),
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/api/v1/reports/{report_id}/restore", params(id))),
    onSettled,
  });
  const again = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/api/v1/reports/{report_id}/again", params(id))),
    onSettled,
  });
  return { remove, restore, again };
}
