"use client";
import { useState } from "react";
import { useRunActions } from "@/api/queries/agent";
import type { PlanStep } from "@/api/types";
import { plural } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { TextField } from "@/ui/field";
import { withoutStep, withWords, wordsOf } from "./plan-change";

const named = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

interface StepProps {
  step: PlanStep;
  onWords: (name: string, words: string) => void;
  onRemove: () => void;
}

function Step({ step, onWords, onRemove }: StepProps) {
  return (
    <li className="border-b border-line py-2 last:border-0">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 font-medium">{step.title}</span>
        <IconButton icon="close" label={`Leave out: ${step.title}`} onClick={onRemove} />
      </div>
      <div className="mt-1 grid gap-2">
        {wordsOf(step).map(([name, words]) => (
          <TextField
            key={name}
            label={named(name)}
            value={words}
            onChange={(event) => onWords(name, event.target.value)}
          />
        ))}
      </div>
    </li>
  );
}

/** A plan that waits to be confirmed: its words can be changed, its steps left out. */
export function PlanEditor({ runId, steps }: { runId: string; steps: readonly PlanStep[] }) {
  const [draft, setDraft] = useState<readonly PlanStep[]>(steps);
  const { confirmPlan, cancel } = useRunActions();
  const busy = confirmPlan.isPending || cancel.isPending;
  return (
    <section aria-label="Plan" className="rounded-card border border-accent bg-surface px-4 py-3">
      <p className="mb-1 flex items-center gap-1.5 text-12 font-medium">
        <span className="size-1.5 rounded-full bg-accent" />
        Needs you: nothing has run yet
      </p>
      <ol>
        {draft.map((step) => (
          <Step
            key={step.id}
            step={step}
            onWords={(name, words) => setDraft(withWords(draft, step.id, name, words))}
            onRemove={() => setDraft(withoutStep(draft, step.id))}
          />
        ))}
      </ol>
      {draft.length === 0 && <p className="text-soft">No step is left.</p>}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          look="solid"
          disabled={busy || draft.length === 0}
          onClick={() => confirmPlan.mutate({ runId, steps: draft })}
        >
          Run {plural(draft.length, "step")}
        </Button>
        <Button disabled={busy} onClick={() => cancel.mutate(runId)}>
          Do nothing
        </Button>
        {draft !== steps && (
          <Button look="quiet" onClick={() => setDraft(steps)}>
            As it was
          </Button>
        )}
      </div>
      {confirmPlan.error && (
        <p role="alert" className="mt-2 text-pretty text-bad">
          {confirmPlan.error.message}
        </p>
      )}
    </section>
  );
}
