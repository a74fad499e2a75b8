"use client";
import type { ReactNode } from "react";
import { useCatalogue } from "@/api/queries/ask";
import type { QuestionChange } from "@/api/types";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuLine,
  MenuRadio,
  MenuRadioGroup,
  MenuTrigger,
} from "@/ui/menu";
import type { ChipMenuProps } from "./chip-menu";
import { usableDimensions } from "./dimensions";

const NONE = "none";

interface ChoiceProps {
  value: string;
  choices: readonly (readonly [string, string])[];
  onPick: (value: string | null) => void;
}

/** One of several; "none" takes the part away. */
function Choice({ value, choices, onPick }: ChoiceProps) {
  return (
    <MenuRadioGroup value={value} onValueChange={(next) => onPick(next === NONE ? null : next)}>
      {choices.map(([key, label]) => (
        <MenuRadio key={key} value={key}>
          {label}
        </MenuRadio>
      ))}
    </MenuRadioGroup>
  );
}

function Frame({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent
        tabIndex={0}
        className="max-h-[min(60vh,var(--radix-dropdown-menu-content-available-height))] w-60 overflow-auto outline-none"
      >
        {children}
      </MenuContent>
    </Menu>
  );
}

const GRAINS = [
  [NONE, "As one"],
  ["day", "By day"],
  ["week", "By week"],
  ["month", "By month"],
  ["quarter", "By quarter"],
  ["year", "By year"],
] as const;

export function ByMenu({ trigger, question, onChange }: ChipMenuProps) {
  const { data } = useCatalogue();
  const { dimensions, grain } = question;
  const splits = usableDimensions(data, question.metrics);
  const one = dimensions.length > 1 ? "" : (dimensions[0] ?? NONE);
  return (
    <Frame trigger={trigger}>
      <MenuLabel>Over time</MenuLabel>
      <Choice
        value={grain ?? NONE}
        choices={GRAINS}
        onPick={(next) => onChange({ grain: next as QuestionChange["grain"] })}
      />
      <MenuLine />
      <MenuLabel>Split</MenuLabel>
      <Choice
        value={one}
        choices={[[NONE, "Not split"], ...splits.map(({ name, label }) => [name, label] as const)]}
        onPick={(next) => onChange({ dimensions: next ? [next] : [] })}
      />
    </Frame>
  );
}

export const AgainstMenu = ({ trigger, question, onChange }: ChipMenuProps) => (
  <Frame trigger={trigger}>
    <Choice
      value={question.compare ?? NONE}
      choices={[
        ["previous_period", "The period before"],
        ["weekday_matched", "The same weekdays before"],
        ["previous_year", "The same days a year earlier"],
        [NONE, "Nothing"],
      ]}
      onPick={(compare) => onChange({ compare })}
    />
  </Frame>
);

export const TopMenu = ({ trigger, question, onChange }: ChipMenuProps) => (
  <Frame trigger={trigger}>
    <Choice
      value={String(question.limit ?? NONE)}
      choices={[
        ...["3", "5", "10", "20", "50"].map((n) => [n, `Top ${n}`] as const),
        [NONE, "All rows"],
      ]}
      onPick={(limit) => onChange({ limit: limit === null ? null : Number(limit) })}
    />
  </Frame>
);

export const AsMenu = ({ trigger, question, onChange }: ChipMenuProps) => (
  <Frame trigger={trigger}>
    <Choice
      value={question.transform ?? NONE}
      choices={[
        [NONE, "As it is"],
        ["share_of_total", "Share of the total"],
        ["cumulative", "Running total"],
      ]}
      onPick={(next) => onChange({ transform: next as QuestionChange["transform"] })}
    />
  </Frame>
);
