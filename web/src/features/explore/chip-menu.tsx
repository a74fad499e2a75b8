"use client";
import { useCatalogue } from "@/api/queries/ask";
import type { MetricCatalogue } from "@/api/types";
import type { PopupProps } from "@/ui/lazy-popup";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import type { Opens } from "./chips";
import { inSentence } from "./chips-of";

const TIMES = [
  "yesterday",
  "last 7 days",
  "last 30 days",
  "last 90 days",
  "last month",
  "this year",
  "last year",
];
const COMPARISONS = ["compared to previous period", "compared to a year earlier"];
const GRAINS = ["by day", "by week", "by month"];

function dimensionsOf(catalogue: MetricCatalogue | undefined, metric: string): string[] {
  const found = catalogue?.metrics.find(({ key }) => key === metric);
  const usable = new Set(found?.available_dimensions ?? []);
  return (catalogue?.dimensions ?? [])
    .filter(({ name, splits }) => splits && usable.has(name))
    .map(({ label }) => `by ${inSentence(label)}`);
}

function Items({ texts, onChange }: { texts: string[]; onChange: (text: string) => void }) {
  return texts.map((text) => (
    <MenuItem key={text} onSelect={() => onChange(text)}>
      {text.charAt(0).toUpperCase() + text.slice(1)}
    </MenuItem>
  ));
}

interface ChipMenuProps extends PopupProps {
  kind: Opens;
  metric: string;
  onChange: (followUp: string) => void;
}

/** What a part of the question can be changed to; choosing asks a follow-up in those words. */
export function ChipMenu({ trigger, kind, metric, onChange }: ChipMenuProps) {
  const { data } = useCatalogue(kind === "by");
  const splits = dimensionsOf(data, metric);
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent className="max-h-[60vh] w-60 overflow-auto">
        {kind === "when" && <Items texts={TIMES} onChange={onChange} />}
        {kind === "against" && <Items texts={COMPARISONS} onChange={onChange} />}
        {kind === "by" && (
          <>
            <MenuLabel>Over time</MenuLabel>
            <Items texts={GRAINS} onChange={onChange} />
            {splits.length > 0 && <MenuLabel>Split</MenuLabel>}
            <Items texts={splits} onChange={onChange} />
          </>
        )}
      </MenuContent>
    </Menu>
  );
}
