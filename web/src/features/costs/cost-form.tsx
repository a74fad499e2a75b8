"use client";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "@/api/session";
import type { CostRule } from "@/api/types";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";
import { type Draft, draftOf, EMPTY, ruleOf, takes, type Wrong, wrongWith } from "./cost-draft";
import { BYS, CATEGORIES, EVERY, KINDS, MEANS } from "./cost-words";

interface FormProps {
  /** The cost to change; a new one without. */
  rule?: CostRule;
  /** What the server said against it. */
  refused?: string;
  saving: boolean;
  onSave: (rule: CostRule) => void;
  onClose: () => void;
}

interface FieldsProps {
  draft: Draft;
  wrong: Wrong;
  onChange: (part: Partial<Draft>) => void;
}

interface ChoiceProps<Name extends keyof Draft> extends FieldsProps {
  name: Name;
  label: string;
  choices: Record<Draft[Name], string>;
  hint?: string;
}

function Choice<Name extends keyof Draft>(props: ChoiceProps<Name>) {
  const { name, label, choices, hint, draft, onChange } = props;
  return (
    <SelectField
      label={label}
      hint={hint}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    >
      {Object.entries(choices).map(([value, words]) => (
        <option key={value} value={value}>
          {String(words)}
        </option>
      ))}
    </SelectField>
  );
}

interface LineProps extends FieldsProps {
  name: keyof Draft;
  label: string;
  type?: "text" | "date";
  decimal?: boolean;
  hint?: string;
}

function Line({ name, label, type = "text", decimal, hint, draft, wrong, onChange }: LineProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      type={type}
      inputMode={decimal ? "decimal" : undefined}
      maxLength={200}
      autoComplete="off"
      value={draft[name]}
      error={wrong[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
}

/** What the kind asks for, in the order that it is said in. */
function Fields(props: FieldsProps) {
  const { currency } = useWorkspace();
  const { kind, every } = props.draft;
  const { amount, share } = takes(props.draft);
  const once = kind === "custom" && every === "once";
  const each = kind === "fees" || (kind === "shipping" && amount) ? " for each order" : "";
  return (
    <>
      {kind === "goods_sku" && <Line name="sku" label="SKU" {...props} />}
      {kind === "custom" && <Line name="name" label="Name" {...props} />}
      {kind === "shipping" && <Choice name="by" label="Counted by" choices={BYS} {...props} />}
      <div className="grid grid-cols-2 gap-3 empty:hidden">
        {share && <Line name="share" label="Percent" decimal {...props} />}
        {amount && <Line name="amount" label={`Amount in ${currency}${each}`} decimal {...props} />}
      </div>
      {kind === "custom" && (
        <>
          <Choice name="every" label="How often" choices={EVERY} {...props} />
          <Choice name="category" label="Counts as" choices={CATEGORIES} {...props} />
        </>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Line name="starts" label={once ? "On" : "First day"} type="date" {...props} />
        {!once && <Line name="ends" label="Last day" type="date" {...props} />}
      </div>
      {!once && <p className="text-12 text-faint">Without a first or last day it is open there.</p>}
    </>
  );
}

/** A cost to add or change; what is wrong is said below its field when it is to be saved. */
export function CostForm({ rule, refused, saving, onSave, onClose }: FormProps) {
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : EMPTY);
  const [tried, setTried] = useState(false);
  const wrong = tried ? wrongWith(draft) : {};
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0) onSave(ruleOf(draft));
    else requestAnimationFrame(() => focusWrong());
  };
  const props = { draft, wrong, onChange: change };
  return (
    <Modal title={rule ? "Change this cost" : "Add a cost"} onClose={onClose}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Choice name="kind" label="Cost" choices={KINDS} hint={MEANS[draft.kind]} {...props} />
        <Fields {...props} />
        {refused && (
          <p role="alert" className="text-bad">
            {refused}
          </p>
        )}
        <div className="flex gap-2">
          <Button look="solid" type="submit" disabled={saving}>
            {rule ? "Save" : "Add this cost"}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}

/** The keyboard goes on where something is to be put right. */
const focusWrong = () =>
  document.querySelector<HTMLElement>('[role="dialog"] [aria-invalid="true"]')?.focus();
