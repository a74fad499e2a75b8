"use client";
import { useRunLog } from "@/api/queries/agent";
import { useAutomationActions, useTrialRun } from "@/api/queries/automations";
import { isOver } from "@/api/run-state";
import { useMay } from "@/api/session";
import type { Automation, Run } from "@/api/types";
import { AgentBlock, shownBlocks } from "@/blocks/agent-block";
import { PlanList } from "@/blocks/plan-list";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

function Log({ run }: { run: Run }) {
  const { state } = useRunLog(run, true);
  const over = isOver(state.status);
  return (
    <div className="grid gap-4 rounded-card border border-line bg-surface px-4 py-3">
      {state.steps.length > 0 && <PlanList steps={state.steps} results={state.results} />}
      <p role="status" className={over ? "sr-only" : "text-faint"}>
        {over ? "The first run is here." : "Running for the first time…"}
      </p>
      {state.said.map(({ id, text, blocks }) => (
        <div key={id} className="grid gap-4 border-t border-line pt-3">
          <p className="text-14 leading-[1.55] text-pretty whitespace-pre-line wrap-anywhere">
            {text}
          </p>
          {shownBlocks(text, blocks).map((block, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one answer stand in a fixed order
            <AgentBlock key={at} block={block} />
          ))}
        </div>
      ))}
      {state.problem && (
        <p role="alert" className="text-bad">
          {state.problem.message}
        </p>
      )}
    </div>
  );
}

function Shown({ runId }: { runId: string }) {
  const { data, error, refetch } = useTrialRun(runId);
  if (error && !data) return <Failed error={error} what="The first run" onRetry={refetch} />;
  return data ? <Log key={runId} run={data} /> : <div aria-busy="true" className="skeleton h-28" />;
}

/** What it would do, done once without sending: nobody switches on what nobody has seen. */
export function Trial({ automation }: { automation: Automation }) {
  const { id, trial_id, trial_status } = automation;
  const mayWrite = useMay("marketer");
  const { attempt } = useAutomationActions();
  const { complain } = useToast();
  const running = trial_status === "queued" || trial_status === "running";
  const begin = () => attempt.mutate(id, { onError: (error) => complain(error.message) });
  return (
    <section aria-labelledby="trial" className="mb-8">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h3 id="trial" className="font-semibold">
          First run
        </h3>
        <span className="flex-1" />
        {mayWrite && (
          <Button
            look={trial_id ? "outline" : "solid"}
            disabled={running || attempt.isPending}
            onClick={begin}
          >
            {trial_id ? "Show it again" : "Show the first run"}
          </Button>
        )}
      </div>
      {!trial_id && (
        <p className="max-w-[64ch] text-pretty text-soft">
          It reads and drafts now, and sends nothing. What you see is what every later run does; it
          can be switched on after that.
        </p>
      )}
      {trial_id && <Shown runId={trial_id} />}
    </section>
  );
}
