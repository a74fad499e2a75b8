"use client";
import { useId } from "react";
import { useValues } from "@/api/queries/segments";
import { useWorkspace } from "@/api/session";
import { cx } from "@/lib/cx";
import { IconButton } from "@/ui/button";
import { CONTROL, Select } from "@/ui/field";
import { type DraftRule, ofField } from "./draft";
import { FIELD_NAMES, FIELDS, type Field, GROUPS, isNumeric, opsOf, valueField } from "./fields";

interface ValueProps {
  rule: DraftRule;
  label: string;
  onText: (text: string) => void;
}

/** Words of this store are offered while they are typed. */
function WordsInput({ rule, label, onText }: ValueProps) {
  const id = useId();
  const { data } = useValues(valueField(rule.field));
  return (
    <>
      <input
        className={CONTROL}
        aria-label={label}
        list={id}
        maxLength={300}
        value={rule.text}
        placeholder={rule.field === "country" ? "US" : "Type or pick"}
        onChange={(event) => onText(event.target.value)}
      />
      <datalist id={id}>
        {data?.items.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}

function NumberInput({ rule, label, onText }: ValueProps) {
  const { currency } = useWorkspace();
  const { kind } = FIELDS[rule.field];
  const unit = { money: currency, percent: "%", days: "days", count: "" }[kind as "money"] ?? "";
  return (
    <span className="relative block">
      <input
        type="number"
        className={cx(CONTROL, unit && "pr-14!")}
        aria-label={unit ? `${label} (${unit})` : label}
        min={0}
        step="any"
        inputMode="decimal"
        value={rule.text}
        onChange={(event) => onText(event.target.value)}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-12 text-faint"
      >
        {unit}
      </span>
    </span>
  );
}

const YES: [string, string][] = [
  ["true", "yes"],
  ["false", "no"],
];

function Value(props: ValueProps) {
  const { rule, label, onText } = props;
  if (isNumeric(rule.field)) return <NumberInput {...props} />;
  if (FIELDS[rule.field].kind === "words") return <WordsInput {...props} />;
  return (
    <Select
      className={CONTROL}
      aria-label={label}
      value={rule.text}
      onChange={(event) => onText(event.target.value)}
    >
      {(rule.field === "rfm_group" ? GROUPS : YES).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  );
}

interface RuleRowProps {
  rule: DraftRule;
  place: number;
  onChange: (rule: DraftRule) => void;
  onRemove: (() => void) | null;
}

/** One rule: a field, how it is compared, and with what. */
export function RuleRow({ rule, place, onChange, onRemove }: RuleRowProps) {
  const name = `Rule ${place}`;
  return (
    <li className="grid grid-cols-[minmax(0,13fr)_minmax(0,8fr)_minmax(0,12fr)_auto] items-center gap-2 max-rail:grid-cols-[1fr_auto] max-rail:border-b max-rail:border-line max-rail:pb-3 max-rail:last:border-0">
      <Select
        className={CONTROL}
        aria-label={`${name}, field`}
        value={rule.field}
        onChange={(event) => onChange(ofField(rule, event.target.value as Field))}
      >
        {FIELD_NAMES.map((field) => (
          <option key={field} value={field}>
            {FIELDS[field].label}
          </option>
        ))}
      </Select>
      <div className="max-rail:col-span-2">
        <Select
          className={CONTROL}
          aria-label={`${name}, comparison`}
          value={rule.op}
          onChange={(event) => onChange({ ...rule, op: event.target.value as DraftRule["op"] })}
        >
          {opsOf(rule.field).map(([op, text]) => (
            <option key={op} value={op}>
              {text}
            </option>
          ))}
        </Select>
      </div>
      <div className="max-rail:col-span-2">
        <Value
          rule={rule}
          label={`${name}, value`}
          onText={(text) => onChange({ ...rule, text })}
        />
      </div>
      <IconButton
        icon="close"
        label={`Remove rule ${place}`}
        disabled={onRemove === null}
        onClick={onRemove ?? undefined}
        className="max-rail:col-start-2 max-rail:row-start-1"
      />
    </li>
  );
}
