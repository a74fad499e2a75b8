"use client";
import { useMemo } from "react";
import { download } from "@/api/download";
import type { Insight, InsightAsk, InsightPart } from "@/api/types";
import { AnswerChart } from "@/blocks/answer-chart";
import { IconButton } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { Counted } from "./counted";
import { Figures } from "./figures";
import { Flow } from "./flow";
import { Funnel } from "./funnel";
import { Heatmap } from "./heatmap";
import { answerOf, bettersOf, chartOf } from "./part-data";
import { PartTable } from "./part-table";

interface DrawnProps {
  part: InsightPart;
  insight: Insight;
}

/** Lines, columns and bars are drawn as those of answers are. */
function Charted({ part, insight }: DrawnProps) {
  const data = useMemo(() => answerOf(part, insight), [part, insight]);
  const betterOf = useMemo(() => bettersOf(part), [part]);
  const chart =
    part.mark === "bars" ? { kind: "bar" as const, x: null, y: [], split: null } : chartOf(part);
  return <AnswerChart data={data} chart={chart} betterOf={betterOf} label={part.title} />;
}

const DRAWN = {
  figures: Figures,
  table: PartTable,
  lines: Charted,
  columns: Charted,
  bars: Charted,
  heatmap: Heatmap,
  matrix: Heatmap,
  flow: Flow,
  funnel: Funnel,
} as const;

const given = (ask: InsightAsk) =>
  Object.fromEntries(
    Object.entries(ask).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])),
  );

interface PartProps extends DrawnProps {
  ask: InsightAsk;
}

/** One part of a page: what it is, how it was counted, and the drawing. */
export function Part({ part, insight, ask }: PartProps) {
  const { complain } = useToast();
  const Drawing = DRAWN[part.mark];
  const save = () =>
    download(
      `/insights/${insight.name}/${part.key}.csv`,
      given(ask),
      `${insight.name}-${part.key}.csv`,
    ).catch((error: Error) => complain(error.message));
  return (
    <section aria-label={part.title} className="mb-9">
      <div className="mb-2 flex min-h-[30px] flex-wrap items-center gap-x-2 max-rail:[&>button:first-of-type]:-ml-2">
        <h2 className="mr-auto font-semibold max-rail:basis-full">{part.title}</h2>
        <Counted part={part} />
        <IconButton icon="download" label={`Download ${part.title} as CSV`} onClick={save} />
      </div>
      {part.note && <p className="mb-3 max-w-[70ch] text-pretty text-soft">{part.note}</p>}
      <Drawing part={part} insight={insight} />
    </section>
  );
}
