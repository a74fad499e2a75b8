"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react";
import {
  agentKey,
  alertsKey,
  approvalsKey,
  askKey,
  CHANGE_ALERT,
  CHANGE_BOARD,
  documentsKey,
  importsKey,
  insightsKey,
  kpiKey,
  mailKey,
  reportsKey,
  sessionKey,
  summaryKey,
  widgetsKey,
} from "./keys";
import { useWorkspace } from "./session";

export type LiveState = "connecting" | "open" | "lost";

const LiveContext = createContext<LiveState>("connecting");
export const useLiveState = () => use(LiveContext);

const TOPICS = [
  "import.progress",
  "import.completed",
  "import.failed",
  "warehouse.published",
  "board.changed",
  "run.changed",
  "approval.requested",
  "approval.decided",
  "message.drafted",
  "message.sent",
  "automation.changed",
  "automation.ran",
  "documents.changed",
  "alert.raised",
  "alert.changed",
  "segment.changed",
];

/** What is listed anew, by the first word of the topic that changes it. */
const LISTED_KEYS: Record<string, (workspaceId: string) => readonly string[]> = {
  run: agentKey,
  automation: agentKey,
  approval: approvalsKey,
  message: mailKey,
  documents: documentsKey,
  alert: alertsKey,
  segment: insightsKey,
};

/** Progress comes in bursts; one look a second is as live as a person can read. */
const LOOK_AGAIN_MS = 700;

function refresh(client: QueryClient, workspaceId: string, topic: string) {
  if (topic === "board.changed") {
    // The one who changes it looks again when the change is kept.
    if (client.isMutating({ mutationKey: CHANGE_BOARD }) > 0) return;
    client.invalidateQueries({ queryKey: widgetsKey(workspaceId) });
    client.invalidateQueries({ queryKey: reportsKey(workspaceId) });
    return;
  }
  // The same for alerts: what is on its way is shown already.
  if (topic === "alert.changed" && client.isMutating({ mutationKey: CHANGE_ALERT }) > 0) return;
  const listed = LISTED_KEYS[topic.split(".")[0] ?? ""];
  if (listed) {
    client.invalidateQueries({ queryKey: listed(workspaceId) });
    return;
  }
  client.invalidateQueries({ queryKey: importsKey(workspaceId) });
  if (topic !== "warehouse.published") return;
  client.invalidateQueries({ queryKey: summaryKey(workspaceId) });
  client.invalidateQueries({ queryKey: kpiKey(workspaceId) });
  client.invalidateQueries({ queryKey: askKey(workspaceId) });
  client.invalidateQueries({ queryKey: insightsKey(workspaceId) });
  client.invalidateQueries({ queryKey: widgetsKey(workspaceId) });
  client.invalidateQueries({ queryKey: sessionKey });
}

type Hear = (told: Readonly<Record<string, unknown>>) => void;

const hearers = new Map<string, Set<Hear>>();

/** For what an event says itself, beyond that something changed. */
export function useLiveEvent(topic: string, hear: Hear) {
  const current = useRef(hear);
  current.current = hear;
  useEffect(() => {
    const mine: Hear = (told) => current.current(told);
    const all = hearers.get(topic) ?? new Set();
    hearers.set(topic, all.add(mine));
    return () => {
      all.delete(mine);
    };
  }, [topic]);
}

function tell(topic: string, data: string) {
  const all = hearers.get(topic);
  if (!all?.size) return;
  const told = JSON.parse(data);
  for (const hear of all) hear(told);
}

/** Opens the tab's only event stream. Events say what changed; the queries fetch it. */
function listen(
  workspaceId: string,
  onTopic: (topic: string) => void,
  onState: (s: LiveState) => void,
) {
  const source = new EventSource(`/api/v1/events?workspace=${encodeURIComponent(workspaceId)}`);
  source.onopen = () => onState("open");
  source.onerror = () => onState("lost");
  for (const topic of TOPICS) {
    source.addEventListener(topic, ({ data }) => {
      onTopic(topic);
      tell(topic, data);
    });
  }
  return () => source.close();
}

/** Gathers a burst of events of one topic into a single look at the server. */
function gather(act: (topic: string) => void) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const onTopic = (topic: string) => {
    if (waiting.has(topic)) return;
    const later = () => {
      waiting.delete(topic);
      act(topic);
    };
    waiting.set(topic, setTimeout(later, LOOK_AGAIN_MS));
  };
  const stop = () => {
    for (const timer of waiting.values()) clearTimeout(timer);
  };
  return { onTopic, stop };
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const burst = gather((topic) => refresh(client, id, topic));
    const close = listen(id, burst.onTopic, setState);
    return () => {
      close();
      burst.stop();
    };
  }, [client, id]);
  return <LiveContext value={state}>{children}</LiveContext>;
}
