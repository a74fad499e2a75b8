import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { describeChange, grown, type Unit } from "@/lib/format";
import { ChangeMark } from "@/ui/figure";
import { figureText, isNumber } from "./insight-cell";

interface Figure {
  column: InsightColumn;
  at: number;
  previous: number | null;
}

/** Each value with the column of what it was before, which follows it. */
function figuresOf(part: InsightPart): Figure[] {
  const found: Figure[] = [];
  part.columns.forEach((column, at) => {
    const last = found.at(-1);
    if (column.role === "previous" && last) last.previous = at;
    else if (column.role !== "change") found.push({ column, at, previous: null });
  });
  return found;
}

function movedOf(now: unknown, before: unknown, { unit, better }: InsightColumn) {
  if (!isNumber(now) || !isNumber(before)) return null;
  const rate = unit === "percent";
  const relative = before === 0 ? null : (now - before) / Math.abs(before);
  const cells = [now, before];
  const change = rate ? now - before : grown({ change: relative, cells, better });
  const isNew = !rate && before === 0 && now !== 0;
  const known: Unit = unit === "money" || unit === "count" || unit === "percent" ? unit : "ratio";
  return describeChange({ change, isNew, unit: known, better });
}

interface FigureTileProps {
  figure: Figure;
  row: InsightPart["rows"][number];
  currency: string;
}

function FigureTile({ figure, row, currency }: FigureTileProps) {
  const { column, at, previous } = figure;
  const before = previous === null ? null : row[previous];
  return (
    <div
      className="min-h-[92px] px-4 py-3.5 shadow-[1px_1px_0_0_var(--line)]"
      title={column.help ?? undefined}
    >
      <dt className="text-12 text-soft">{column.label}</dt>
      <dd>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <strong className="text-22 font-semibold leading-[1.35] tracking-[-0.015em]">
            {figureText(row[at], column, currency)}
          </strong>
          <ChangeMark change={movedOf(row[at], before, column)} className="text-12" />
        </span>
        {isNumber(before) && (
          <span className="block text-12 text-faint">
            from {figureText(before, column, currency)}
          </span>
        )}
      </dd>
    </div>
  );
}

interface FiguresProps {
  part: InsightPart;
  insight: Pick<Insight, "currency">;
  /** The names of those that are shown, where not all are. */
  only?: readonly string[];
}

/** Figures that stand beside each other at most. */
const BESIDE = 6;

/** Rows as even as they come: seven stand as four and three, never as six and one. */
function evenly(count: number): string {
  const columns = Math.ceil(count / Math.ceil(count / BESIDE));
  return `repeat(auto-fill, minmax(max(158px, calc(${100 / columns}% - 1px)), 1fr))`;
}

/** A row of figures, each with what it was before. */
export function InsightFigures({ part, insight, only }: FiguresProps) {
  const row = part.rows[0];
  if (!row) return null;
  const shown = figuresOf(part).filter(({ column }) => only?.includes(column.name) ?? true);
  return (
    <dl
      className="grid overflow-hidden rounded-card border border-line bg-surface"
      style={{ gridTemplateColumns: evenly(shown.length) }}
    >
      {shown.map((figure) => (
        <FigureTile key={figure.column.name} {...{ figure, row, currency: insight.currency }} />
      ))}
    </dl>
  );
}
