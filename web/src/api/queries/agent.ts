import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useReducer, useRef, useState } from "react";
import { api, unwrap } from "@/api/client";
import { agentKey } from "@/api/keys";
import { emptyRun, foldRun, isOver } from "@/api/run-state";
import { followRun } from "@/api/run-stream";
import { useWorkspace } from "@/api/session";
import type { PlanStep, Run, RunRequest } from "@/api/types";

const RUNS = 50;
/** Requests of a thread, each with its answers, that are read at a time. */
const TURNS = 30;

const byId = (run_id: string) => ({ params: { path: { run_id } } });

export function useThreads(limit: number) {
  return useQuery({
    queryKey: [...agentKey(useWorkspace().id), "threads", limit],
    queryFn: () => unwrap(api.GET("/api/v1/threads", { params: { query: { limit } } })),
    placeholderData: keepPreviousData,
  });
}

/** A conversation from its newest words back: its runs in order, and what was said in them. */
export function useThread(threadId: string | null) {
  const { id } = useWorkspace();
  const path = { thread_id: threadId ?? "" };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    {
      queryKey: [...agentKey(id), "thread", threadId],
      queryFn: ({ pageParam: cursor }) => {
        const query = { limit: TURNS, ...(cursor && { cursor }) };
        return unwrap(api.GET("/api/v1/threads/{thread_id}", { params: { path, query } }));
      },
      initialPageParam: null as string | null,
      getNextPageParam: ({ earlier }) => earlier,
      enabled: threadId !== null,
      retry: false,
    },
  );
  const pages = data?.pages.toReversed();
  return {
    title: data?.pages[0]?.title,
    runs: pages?.flatMap(({ runs }) => runs),
    messages: pages?.flatMap(({ messages }) => messages) ?? [],
    error,
    refetch,
    showEarlier: hasNextPage ? () => fetchNextPage() : null,
    loadingEarlier: isFetchingNextPage,
  };
}

/** The protocols that other agents may speak here. */
export function useProtocols() {
  return useQuery({
    queryKey: [...agentKey(useWorkspace().id), "protocols"],
    queryFn: () => unwrap(api.GET("/api/v1/protocols")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRuns(offset: number) {
  const query = { limit: RUNS, offset };
  return useQuery({
    queryKey: [...agentKey(useWorkspace().id), "runs", offset],
    queryFn: () => unwrap(api.GET("/api/v1/runs", { params: { query } })),
  });
}

/**
 * A run as its log tells it, folded event by event as they come. A browser has few connections: a run
 * that waits for somebody gives its own back unless it is `watched`, until it is known to go on.
 */
export function useRunLog(run: Run, watched: boolean) {
  const { id } = useWorkspace();
  const [state, onEvent] = useReducer(foldRun, emptyRun);
  const [connected, setConnected] = useState(true);
  const seen = useRef(0);
  seen.current = state.seen;
  const caughtUp = state.status === "waiting" && state.seen >= run.events_until;
  const following = !isOver(state.status) && (watched || !caughtUp);
  const runId = run.id;
  useEffect(() => {
    if (!following) return;
    return followRun(
      { workspaceId: id, runId, after: seen.current },
      { onEvent: (seq, payload) => onEvent({ seq, payload }), onConnected: setConnected },
    );
  }, [id, runId, following]);
  const client = useQueryClient();
  const { status } = state;
  // The log knows first; what lists the run is asked again, so that both say the same.
  useEffect(() => {
    if (status !== emptyRun.status) client.invalidateQueries({ queryKey: agentKey(id) });
  }, [client, id, status]);
  return { state, connected };
}

export type NewRun = Omit<RunRequest, "budgets" | "trial" | "depth">;

interface CallAnswer {
  runId: string;
  callId: string;
  text: string;
  failed: boolean;
}

export function useRunActions() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  const onSettled = () => client.invalidateQueries({ queryKey: agentKey(id) });
  const start = useMutation({
    // The server knows what a run may take.
    mutationFn: (body: NewRun) => unwrap(api.POST("/api/v1/runs", { body: body as RunRequest })),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: (runId: string) => unwrap(api.POST("/api/v1/runs/{run_id}/cancel", byId(runId))),
    onSettled,
  });
  const confirmPlan = useMutation({
    mutationFn: ({ runId, steps }: { runId: string; steps: readonly PlanStep[] }) => {
      const kept = steps.map(({ id, tool, title, arguments: given }) => ({
        id,
        tool,
        title,
        arguments: given,
      }));
      const body = { steps: kept, confirm: true };
      return unwrap(api.PUT("/api/v1/runs/{run_id}/plan", { ...byId(runId), body }));
    },
    onSettled,
  });
  const answerCall = useMutation({
    mutationFn: ({ runId, callId, text, failed }: CallAnswer) =>
      unwrap(
        api.POST("/api/v1/runs/{run_id}/calls/{call_id}", {
          params: { path: { run_id: runId, call_id: callId } },
          body: { text, data: {}, is_error: failed },
        }),
      ),
  });
  return { start, cancel, confirmPlan, answerCall };
}
