import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";
import type { Job } from "@/api/types";

export const JOBS_LISTED = 25;
// Work begins and ends without anybody's doing, and most of it within seconds.
const AGAIN_MS = 4000;

const useKey = () => ["jobs", useWorkspace().id] as const;

export function useJobs(status: Job["status"] | undefined, page: number) {
  const query = { status, limit: JOBS_LISTED, offset: page * JOBS_LISTED };
  return useQuery({
    queryKey: [...useKey(), query],
    queryFn: () => unwrap(api.GET("/api/v1/jobs", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export function useJobActions() {
  const client = useQueryClient();
  const queryKey = useKey();
  const onSettled = () => client.invalidateQueries({ queryKey });
  const by = (job_id: string) => ({ params: { path: { job_id } } });
  const retry = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/api/v1/jobs/{job_id}/retry", by(id))),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/api/v1/jobs/{job_id}/cancel", by(id))),
    onSettled,
  });
  return { retry, cancel };
}
