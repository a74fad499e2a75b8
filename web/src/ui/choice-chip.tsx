"use client";
import { Button } from "./button";
import type { Choice } from "./choice-menu";
import { LazyPopup } from "./lazy-popup";

const load = () => import("./choice-menu").then((module) => module.ChoiceMenu);

interface ChoiceChipProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}

/** A filter that shows what is chosen; pressing it shows the others. */
export function ChoiceChip<Value extends string>(props: ChoiceChipProps<Value>) {
  const { label, value, choices } = props;
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value;
  const trigger = (
    <Button look="chip" aria-label={`${label}: ${chosen}`}>
      <span className="text-faint">{label}</span>
      {chosen}
    </Button>
  );
  const onChoose = (next: string) => props.onChoose(next as Value);
  return (
    <LazyPopup load={load} popup="menu" trigger={trigger} props={{ value, choices, onChoose }} />
  );
}
