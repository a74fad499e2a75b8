import type { RunPayload } from "./types";

/** Every kind of event, so that none is missed: the stream names each by its type. */
const TYPES: Record<RunPayload["type"], true> = {
  "run.started": true,
  "plan.proposed": true,
  "plan.changed": true,
  "step.started": true,
  "tool.called": true,
  "tool.returned": true,
  "step.finished": true,
  "text.started": true,
  "text.delta": true,
  "text.finished": true,
  "state.changed": true,
  "approval.requested": true,
  "approval.decided": true,
  "run.waiting": true,
  "run.finished": true,
  "run.failed": true,
  "run.cancelled": true,
};

const ENDS: readonly string[] = ["run.finished", "run.failed", "run.cancelled"];

interface Listener {
  onEvent: (seq: number, payload: RunPayload) => void;
  /** Whether the stream is there; the browser tries again by itself, from the last event. */
  onConnected: (connected: boolean) => void;
}

interface Followed {
  workspaceId: string;
  runId: string;
  /** The number of the newest event that is known. */
  after: number;
}

/** Reads a run's log and goes on with it. Closing it changes nothing there. */
export function followRun({ workspaceId, runId, after }: Followed, listener: Listener) {
  const query = new URLSearchParams({ workspace: workspaceId, after: String(after) });
  const source = new EventSource(`/api/v1/runs/${encodeURIComponent(runId)}/events?${query}`);
  source.onopen = () => listener.onConnected(true);
  source.onerror = () => listener.onConnected(false);
  for (const type of Object.keys(TYPES)) {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      if (ENDS.includes(type)) source.close();
      listener.onEvent(Number(event.lastEventId), JSON.parse(event.data) as RunPayload);
    });
  }
  return () => source.close();
}
