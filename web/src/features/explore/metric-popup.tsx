"use client";
import { useState } from "react";
import { useCatalogue } from "@/api/queries/ask";
import type { MetricCatalogue } from "@/api/types";
import { spaced } from "@/lib/phrases";
import { matches } from "@/lib/search";
import { Button } from "@/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/popover";
import type { ChipMenuProps } from "./chip-menu";

type Metric = MetricCatalogue["metrics"][number];
const MOST_METRICS = 6;

/** Metrics this data can answer, under their headings, that hold every typed word. */
export function metricGroups(metrics: readonly Metric[], typed: string): [string, Metric[]][] {
  const groups = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const text = [metric.label, metric.key, ...metric.synonyms].join(" ");
    if (!metric.available || !matches(typed.trim(), text)) continue;
    groups.set(metric.section, [...(groups.get(metric.section) ?? []), metric]);
  }
  return [...groups];
}

/** "email" is a key of the model; here it stands as a heading. */
const sectionName = (section: string) => section.charAt(0).toUpperCase() + spaced(section).slice(1);

interface RowProps {
  metric: Metric;
  checked: boolean;
  locked: boolean;
  onOnly: () => void;
  onToggle: () => void;
}

function Row({ metric, checked, locked, onOnly, onToggle }: RowProps) {
  return (
    <li className="flex items-center rounded-[6px] hover:bg-sunk">
      <input
        type="checkbox"
        aria-label={`${metric.label} beside the others`}
        checked={checked}
        disabled={locked}
        onChange={onToggle}
        className="mx-2 size-3.5 accent-(--action) max-rail:size-5"
      />
      <button
        type="button"
        title={metric.formula}
        onClick={onOnly}
        className="min-h-8 min-w-0 flex-1 truncate text-left max-rail:min-h-11"
      >
        {metric.label}
      </button>
    </li>
  );
}

/** A name asks for that metric alone; ticks put several beside each other. */
export function MetricPopup({ trigger, question, onChange }: ChipMenuProps) {
  const { data } = useCatalogue();
  const [open, setOpen] = useState(true);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(question.metrics);
  const groups = metricGroups(data?.metrics ?? [], typed);
  const show = (metrics: readonly string[]) => {
    setOpen(false);
    onChange({ metrics: [...metrics] });
  };
  const toggle = (key: string) =>
    setChosen(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
  const changed = chosen.join() !== question.metrics.join();
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent
        aria-label="Metric"
        className="flex max-h-[min(62vh,var(--radix-popover-content-available-height))] w-72 flex-col p-1.5"
      >
        <input
          aria-label="Find a metric"
          placeholder="Find a metric"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="h-9 shrink-0 rounded-[6px] bg-sunk px-2.5 outline-none placeholder:text-faint max-rail:h-11 max-rail:text-[16px]"
        />
        <div className="min-h-0 flex-1 overflow-auto">
          {groups.map(([section, metrics]) => (
            <section key={section} aria-label={sectionName(section)}>
              <p className="px-2 pt-2.5 pb-1 text-11 text-faint">{sectionName(section)}</p>
              <ul>
                {metrics.map((metric) => (
                  <Row
                    key={metric.key}
                    metric={metric}
                    checked={chosen.includes(metric.key)}
                    locked={chosen.length >= MOST_METRICS && !chosen.includes(metric.key)}
                    onOnly={() => show([metric.key])}
                    onToggle={() => toggle(metric.key)}
                  />
                ))}
              </ul>
            </section>
          ))}
          {data && groups.length === 0 && (
            <p className="px-2 py-3 text-faint">No metric here is called “{typed}”.</p>
          )}
          {!data && <div className="skeleton m-2 h-40" aria-busy="true" />}
        </div>
        {changed && chosen.length > 0 && (
          <Button look="solid" className="mt-1.5" onClick={() => show(chosen)}>
            Show {chosen.length === 1 ? "this metric" : `these ${chosen.length} metrics`}
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}
