"use client";
import { useState } from "react";
import { useCatalogue } from "@/api/queries/ask";
import type { MetricCatalogue } from "@/api/types";
import { spaced } from "@/lib/phrases";
import { matches } from "@/lib/search";
import type { ChipMenuProps } from "./chip-menu";
import { Find, PickPopup, PickRow, ShowPicked, toggled } from "./pick-list";

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

interface MetricListProps {
  asked: readonly string[];
  onShow: (metrics: readonly string[]) => void;
}

/** A name asks for that metric alone; ticks put several beside each other. */
function MetricList({ asked, onShow }: MetricListProps) {
  const { data } = useCatalogue();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(asked);
  const groups = metricGroups(data?.metrics ?? [], typed);
  return (
    <>
      <Find label="Find a metric" typed={typed} onType={setTyped} />
      <div className="min-h-0 flex-1 overflow-auto">
        {groups.map(([section, metrics]) => (
          <section key={section} aria-label={sectionName(section)}>
            <p className="px-2 pt-2.5 pb-1 text-11 text-faint">{sectionName(section)}</p>
            <ul>
              {metrics.map((metric) => (
                <PickRow
                  key={metric.key}
                  pick={{ key: metric.key, label: metric.label, title: metric.formula }}
                  checked={chosen.includes(metric.key)}
                  locked={chosen.length >= MOST_METRICS && !chosen.includes(metric.key)}
                  onOnly={() => onShow([metric.key])}
                  onToggle={() => setChosen(toggled(chosen, metric.key))}
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
      <ShowPicked before={asked} chosen={chosen} names={["metric", "metrics"]} onShow={onShow} />
    </>
  );
}

export const MetricPopup = ({ trigger, question, onChange }: ChipMenuProps) => (
  <PickPopup label="Metric" trigger={trigger}>
    {(close) => (
      <MetricList
        asked={question.metrics}
        onShow={(metrics) => {
          close();
          onChange({ metrics: [...metrics] });
        }}
      />
    )}
  </PickPopup>
);
