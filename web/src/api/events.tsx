"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import {
  agentKey,
  approvalsKey,
  askKey,
  CHANGE_BOARD,
  documentsKey,
  importsKey,
  insightsKey,
  kpiKey,
  mailKey,
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
];

/** What is listed of the agent's doings, by the first word of the topic that changes it. */
const AGENT_KEYS: Record<string, (workspaceId: string) => readonly string[]> = {
  run: agentKey,
  automation: agentKey,
  approval: approvalsKey,
  message: mailKey,
  documents: documentsKey,
};

/** Progress comes in bursts; one look a second is as live as a person can read. */
const LOOK_AGAIN_MS = 700;

function refresh(client: QueryClient, workspaceId: string, topic: string) {
  if (topic === "board.changed") {
    // The one who changes it looks again when the change is kept.
    if (client.isMutating({ mutationKey: CHANGE_BOARD }) > 0) return;
    client.invalidateQueries({ queryKey: widgetsKey(workspaceId) });
    return;
  }
  const ofAgent = AGENT_KEYS[topic.split(".")[0] ?? ""];
  if (ofAgent) {
    client.invalidateQueries({ queryKey: ofAgent(workspaceId) });
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

/** Opens the tab's only event stream. Events say what changed; the queries fetch it. */
function listen(
  workspaceId: string,
  onTopic: (topic: string) => void,
  onState: (s: LiveState) => void,
) {
  const source = new EventSource(`/api/v1/events?workspace=${encodeURIComponent(workspaceId)}`);
  source.onopen = () => onState("open");
  source.onerror = () => onState("lost");
  for (const topic of TOPICS) source.addEventListener(topic, () => onTopic(topic));
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
