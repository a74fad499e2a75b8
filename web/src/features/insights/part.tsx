"use client";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { download } from "@/api/download";
import type { Insight, InsightPart } from "@/api/types";
import { AnswerChart } from "@/blocks/answer-chart";
import { Counted } from "@/blocks/counted";
import { InsightFigures } from "@/blocks/insight-figures";
import { carry, letGo } from "@/lib/carry";
import { cx } from "@/lib/cx";
import { attachToDock } from "@/lib/dock";
import { formatDay, formatDayRange, plural } from "@/lib/format";
import { IconButton } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { attachableOf } from "./attachable";
import { FLOW_HEIGHT } from "./flow-layout";
import { Funnel } from "./funnel";
import { Heatmap } from "./heatmap";
import { answerOf, bettersOf, chartOf } from "./part-data";
import { PartTable } from "./part-table";

/** Few pages have one, so its code comes with the first that does. */
const Flow = dynamic(() => import("./flow").then((m) => m.Flow), {
  ssr: false,
  loading: () => <div aria-busy="true" className="skeleton" style={{ height: FLOW_HEIGHT }} />,
});

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
  figures: InsightFigures,
  table: PartTable,
  lines: Charted,
  columns: Charted,
  bars: Charted,
  heatmap: Heatmap,
  matrix: Heatmap,
  flow: Flow,
  funnel: Funnel,
} as const;

/** What the numbers on a drawing are. */
function Marked({ part }: { part: InsightPart }) {
  if (part.annotations.length === 0) return null;
  return (
    <ol className="mt-3 grid gap-1 text-12">
      {part.annotations.map(({ at, until, label, kind }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number
        <li key={index} className="flex items-baseline gap-2">
          <span
            className={cx(
              "grid size-4 shrink-0 place-items-center rounded-full border text-[10px] font-semibold",
              kind === "change" ? "border-ink bg-ink text-surface" : "border-faint text-faint",
            )}
          >
            {index + 1}
          </span>
          <span className="whitespace-nowrap text-soft">
            {until ? formatDayRange(at, until) : formatDay(at)}
          </span>
          <span className="wrap-anywhere">{label}</span>
        </li>
      ))}
    </ol>
  );
}

/** Where a part's CSV lies, and what it is asked for. */
export interface PartSource {
  path: string;
  query: Record<string, string>;
}

interface PartProps extends DrawnProps {
  source: PartSource;
}

/** One part of a page: what it is, how it was counted, and the drawing. */
export function Part({ part, insight, source }: PartProps) {
  const { complain } = useToast();
  const attachable = attachableOf(part, insight, source);
  const Drawing = DRAWN[part.mark];
  const save = () =>
    download(
      `${source.path}/${part.key}.csv`,
      source.query,
      `${insight.name}-${part.key}.csv`,
    ).catch((error: Error) => complain(error.message));
  return (
    <section aria-label={part.title} className="mb-9">
      <div className="mb-2 flex min-h-[30px] flex-wrap items-center gap-x-2 max-rail:[&>button:first-of-type]:-ml-2">
        <h2
          draggable
          onDragStart={(event) => carry(event, attachable)}
          onDragEnd={letGo}
          className="mr-auto font-semibold max-rail:basis-full"
        >
          {part.title}
        </h2>
        <Counted part={part} />
        <IconButton
          icon="agent"
          label={`Ask about ${part.title}`}
          onClick={() => attachToDock(attachable)}
        />
        <IconButton icon="download" label={`Download ${part.title} as CSV`} onClick={save} />
      </div>
      {part.note && <p className="mb-3 max-w-[70ch] text-pretty text-soft">{part.note}</p>}
      {part.folded ? (
        <details>
          <summary className="cursor-pointer text-12 text-soft max-rail:py-3.5">
            {plural(part.total, "row")}
          </summary>
          <Drawing part={part} insight={insight} />
        </details>
      ) : (
        <Drawing part={part} insight={insight} />
      )}
      <Marked part={part} />
    </section>
  );
}
