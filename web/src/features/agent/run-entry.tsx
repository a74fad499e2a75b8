"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useRunActions, useRunLog } from "@/api/queries/agent";
import { useApprovalsOf } from "@/api/queries/approvals";
import { type ClientCall, isOver, keptRun } from "@/api/run-state";
import type { Run, ThreadMessage } from "@/api/types";
import { useToast } from "@/ui/toast";
import { AttachedChips } from "./attached";
import { moveOf } from "./client-tools";
import { RunView, saysStatus } from "./run-view";

/** Does what the agent asks of this page, once a call, and says so with a way back. */
function useClientCalls(runId: string, calls: readonly ClientCall[]) {
  const router = useRouter();
  const { say } = useToast();
  const { answerCall } = useRunActions();
  const seen = useRef(new Set<string>());
  const answer = answerCall.mutate;
  useEffect(() => {
    for (const call of calls) {
      if (seen.current.has(call.id)) continue;
      seen.current.add(call.id);
      const back = `${window.location.pathname}${window.location.search}`;
      const move = moveOf(call, window.location.search);
      if (move) {
        router.push(move.href);
        say(`The agent: ${move.done}`, { label: "Undo", onAct: () => router.push(back) });
      }
      const text = move?.done ?? "This page does not know how to do that.";
      answer({ runId, callId: call.id, text, failed: move === null });
    }
  }, [runId, calls, router, say, answer]);
}

type LiveRunProps = Omit<RunEntryProps, "messages">;

function LiveRun({ run, last, onStatus }: LiveRunProps) {
  const { state, connected } = useRunLog(run, last);
  const approvals = useApprovalsOf(state.approvals.map(({ id }) => id));
  useClientCalls(run.id, state.calls);
  useEffect(() => onStatus(run.id, state.status), [onStatus, run.id, state.status]);
  return (
    <>
      <RunView {...{ run, state, approvals }} />
      <p role="status" className="sr-only">
        {saysStatus(state)}
      </p>
      {!connected && !isOver(state.status) && (
        <p className="text-12 text-faint">
          The connection is lost and is being made again. The agent goes on meanwhile.
        </p>
      )}
    </>
  );
}

interface RunEntryProps {
  run: Run;
  messages: readonly ThreadMessage[];
  /** The newest of its thread, which somebody watches. */
  last: boolean;
  /** How it stands by its log, which knows before any list does. */
  onStatus: (runId: string, status: Run["status"]) => void;
}

/** A run that was going on when it came into sight is followed; an older one is shown as kept. */
export function RunEntry({ messages, ...rest }: RunEntryProps) {
  const { run } = rest;
  const [live] = useState(() => !isOver(run.status));
  const asked = messages.find(({ run_id, role }) => run_id === run.id && role === "user");
  return (
    <div>
      <AttachedChips items={asked?.attachments ?? []} />
      {live ? <LiveRun {...rest} /> : <RunView run={run} state={keptRun(run, messages)} />}
    </div>
  );
}
