"use client";
import { type FormEvent, useId, useState } from "react";
import { useAutomationActions } from "@/api/queries/automations";
import type { Automation, Trigger } from "@/api/types";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { TriggerFields } from "./trigger-fields";
import { useMetric } from "./use-metric";
import { joinRequest, sentenceOf, splitRequest } from "./words";

type Action = Automation["action"];

interface Written {
  name: string;
  trigger: Trigger;
  action: Action;
}

const FIRST: Written = {
  name: "",
  trigger: { kind: "event", event: "import.completed" },
  action: { kind: "instruction", text: joinRequest("", true) },
};

interface ActionProps {
  action: Extract<Action, { kind: "instruction" }>;
  onChange: (action: Action) => void;
}

/** What is asked, and where the answer goes. */
function ActionFields({ action, onChange }: ActionProps) {
  const id = useId();
  const [{ question, mail }, setRequest] = useState(splitRequest(action.text));
  const show = (next: { question: string; mail: boolean }) => {
    setRequest(next);
    onChange({ kind: "instruction", text: joinRequest(next.question, next.mail) });
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">Then</legend>
      <div>
        <label htmlFor={id} className="mb-1 block text-12 font-medium text-soft">
          Ask the agent
        </label>
        <textarea
          id={id}
          required
          rows={2}
          maxLength={1800}
          placeholder="Why did revenue change last week?"
          value={question}
          onChange={(event) => show({ question: event.target.value, mail })}
          className="w-full rounded-field border border-line-strong bg-surface px-3 py-2 placeholder:text-faint hover:border-faint max-rail:text-[16px]"
        />
      </div>
      <label className="flex items-center gap-2 max-rail:min-h-11">
        <input
          type="checkbox"
          checked={mail}
          onChange={(event) => show({ question, mail: event.target.checked })}
          className="size-3.5 accent-(--action) max-rail:size-5"
        />
        Mail the answer to the team, once somebody has approved it
      </label>
    </fieldset>
  );
}

interface FormProps {
  first: Written;
  act: string;
  busy: boolean;
  problem: string | null;
  onSave: (written: Written) => void;
  onCancel: () => void;
}

function Form({ first, act, busy, problem, onSave, onCancel }: FormProps) {
  const [written, setWritten] = useState(first);
  const { name, trigger, action } = written;
  const metric = useMetric(trigger);
  const put = (part: Partial<Written>) => setWritten((old) => ({ ...old, ...part }));
  const asked = action.kind === "tool" || splitRequest(action.text).question.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(written);
  };
  return (
    <form onSubmit={submit} className="grid max-w-[560px] gap-6" aria-label="Automation">
      <TextField
        label="Name"
        required
        maxLength={120}
        placeholder="Monday numbers"
        value={name}
        onChange={(event) => put({ name: event.target.value })}
      />
      <TriggerFields trigger={trigger} onChange={(next) => put({ trigger: next })} />
      {action.kind === "instruction" && (
        <ActionFields action={action} onChange={(next) => put({ action: next })} />
      )}
      <p aria-live="polite" className="border-t border-line pt-4 text-18 leading-snug text-pretty">
        {asked ? (
          sentenceOf(trigger, action, metric)
        ) : (
          <span className="text-faint">In one sentence, once you have asked something.</span>
        )}
      </p>
      {problem && (
        <p role="alert" className="rounded-card border border-line bg-bad-wash px-3 py-2">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="solid" type="submit" disabled={busy}>
          {act}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** A new one, which is off: its first run is looked at next. */
export function NewAutomation({ onDone }: { onDone: (id: string | null) => void }) {
  const { create } = useAutomationActions();
  return (
    <Form
      first={FIRST}
      act="Keep it, switched off"
      busy={create.isPending}
      problem={create.error?.message ?? null}
      onSave={(written) => create.mutate(written, { onSuccess: ({ id }) => onDone(id) })}
      onCancel={() => onDone(null)}
    />
  );
}

interface EditProps {
  automation: Automation;
  onDone: () => void;
}

export function EditAutomation({ automation, onDone }: EditProps) {
  const { change } = useAutomationActions();
  const { id, name, trigger, action, state } = automation;
  return (
    <>
      {state !== "off" && (
        <p className="mb-4 max-w-[560px] text-pretty text-soft">
          A change of when it runs or what it does switches it off, until its first run was looked
          at again.
        </p>
      )}
      <Form
        first={{ name, trigger, action }}
        act="Keep the change"
        busy={change.isPending}
        problem={change.error?.message ?? null}
        onSave={(written) => change.mutate({ id, ...written }, { onSuccess: onDone })}
        onCancel={onDone}
      />
    </>
  );
}
