"use client";
import Link from "next/link";
import { isOver, type RunState, type Said } from "@/api/run-state";
import type { Approval, Block, Run } from "@/api/types";
import { AgentBlock, answerOf, shownBlocks } from "@/blocks/agent-block";
import { ApprovalCard } from "@/blocks/approval-card";
import { PlanList } from "@/blocks/plan-list";
import { exploreLink } from "@/lib/explore-link";
import { plural } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { BoardButton } from "./board-button";
import { PlanEditor } from "./plan-editor";

/** What can be done with an answer: opened with its workings, put on the board. */
function Acts({ block }: { block: Block }) {
  const answer = block.type === "text" ? null : answerOf(block);
  if (!answer?.question) return null;
  const href = exploreLink({ question: answer.question, sql: null });
  return (
    <div className="mt-1 -ml-2 flex flex-wrap">
      <Link href={href} className={buttonClass("quiet")}>
        Open in Explore
      </Link>
      <BoardButton answer={answer} />
    </div>
  );
}

function Answered({ said }: { said: Said }) {
  return (
    <div className="grid gap-4">
      {said.text.split(/\n{2,}/).map((text, at) => (
        <p
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs grow at their end only
          key={at}
          className="text-14 leading-[1.55] text-pretty whitespace-pre-line wrap-anywhere"
        >
          {text}
        </p>
      ))}
      {shownBlocks(said.text, said.blocks).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one answer stand in a fixed order
        <div key={at} className="empty:hidden">
          <AgentBlock block={block} />
          <Acts block={block} />
        </div>
      ))}
    </div>
  );
}

/** The plan folds once all is done; until then it is what one watches. */
function Plan({ state }: { state: RunState }) {
  const done = state.steps.filter(({ status }) => status === "done").length;
  const over = isOver(state.status);
  const going = state.status === "waiting" ? "waits" : "under way";
  return (
    <details open={!over} className="rounded-card border border-line bg-surface px-3 py-2">
      <summary className="text-12 font-medium text-soft max-rail:min-h-11 max-rail:py-3">
        Plan, {over ? `${done} of ${plural(state.steps.length, "step")} done` : going}
      </summary>
      <div className="mt-1.5">
        <PlanList steps={state.steps} results={state.results} />
      </div>
    </details>
  );
}

function Ending({ state }: { state: RunState }) {
  if (state.status === "cancelled") {
    return <p className="text-soft">Stopped. What was under way took no effect.</p>;
  }
  if (state.status !== "failed") return null;
  return (
    <div role="alert" className="rounded-card border border-line bg-bad-wash px-3 py-2">
      <p className="text-pretty">{state.problem?.message ?? "The run failed."}</p>
      <p className="text-12 text-soft">Nothing more was done. Error id {state.problem?.errorId}.</p>
    </div>
  );
}

const WAITING: Record<string, string> = {
  plan: "The plan waits for you.",
  approval: "Waits for approval.",
  client: "Works in your page.",
};

/** One line for those who listen: said when it changes, not with every word. */
export function saysStatus({ status, waitingFor }: RunState): string {
  if (status === "completed") return "The answer is here.";
  if (status === "failed") return "The run failed.";
  if (status === "cancelled") return "The run was stopped.";
  return WAITING[waitingFor ?? ""] ?? "The agent is at work.";
}

const isWorking = ({ status, said }: RunState) =>
  (status === "queued" || status === "running") && said.length === 0;

interface RunViewProps {
  run: Run;
  state: RunState;
  /** As the record has it now, which is newer than what the log says. */
  approvals?: readonly Approval[];
}

/** A request and everything that became of it. */
export function RunView({ run, state, approvals = [] }: RunViewProps) {
  const asked = run.text;
  const planning = state.waitingFor === "plan";
  return (
    <article aria-label={asked} className="grid gap-3">
      <p className="ml-8 justify-self-end rounded-card bg-sunk px-3 py-2 text-pretty whitespace-pre-line wrap-anywhere">
        {asked}
      </p>
      {planning && <PlanEditor runId={run.id} steps={state.steps} />}
      {!planning && state.steps.length > 0 && <Plan state={state} />}
      {state.approvals.map((approval) => (
        <ApprovalCard
          key={approval.id}
          approval={approvals.find(({ id }) => id === approval.id) ?? approval}
        />
      ))}
      {isWorking(state) && (
        <p className="animate-[breathe_1.6s_ease-in-out_infinite] text-faint">
          {state.steps.length ? "Working…" : "Making a plan…"}
        </p>
      )}
      {state.said.map((said) => (
        <Answered key={said.id} said={said} />
      ))}
      <Ending state={state} />
    </article>
  );
}
