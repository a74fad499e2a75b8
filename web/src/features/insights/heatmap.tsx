import { useMemo } from "react";
import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { cellText, stepOf } from "@/blocks/insight-cell";
import { cx } from "@/lib/cx";
import { ScrollBox } from "@/ui/scroll-box";
import { type Grid, type GridCell, gridOf, tintOf } from "./grid";

const isText = ({ unit }: InsightColumn) => unit === "text" || unit === "date";
/** The name of a row stays in sight while its steps are scrolled through. */
const STAYS = "sticky left-0 z-1 bg-canvas";

/** What stands before the steps: the last of it keeps away from them. */
function headLook({ heads }: Grid, place: number): string {
  const head = heads[place];
  return cx(
    head && isText(head) && "text",
    place === 0 && STAYS,
    place === heads.length - 1 && "pr-2.5",
  );
}

function tint({ value, predicted }: GridCell, top: number) {
  const share = tintOf(value, top);
  const hue = predicted ? "--chart-forecast" : "--chart-actual";
  return share ? { background: `color-mix(in oklch, var(${hue}) ${share}%, transparent)` } : {};
}

/** What stands at the head of a row, then what the steps are, and below that each of them. */
function Head({ grid, step }: { grid: Grid; step: InsightColumn | undefined }) {
  return (
    <>
      <tr>
        {grid.heads.map((head, place) => (
          <th
            key={head.name}
            rowSpan={2}
            title={head.help ?? undefined}
            className={cx("align-bottom", headLook(grid, place))}
          >
            {head.label}
          </th>
        ))}
        <th scope="colgroup" colSpan={grid.steps.length} className="border-0 px-2 pb-0 text">
          {step?.label}
        </th>
      </tr>
      <tr>
        {grid.steps.map((name) => (
          <th key={name} className="min-w-10 px-2 pt-1 pl-2! text-right! align-bottom">
            <span className="ml-auto line-clamp-2 max-w-[112px] text-pretty" title={name}>
              {name}
            </span>
          </th>
        ))}
      </tr>
    </>
  );
}

interface CellProps {
  cell: GridCell;
  grid: Grid;
  currency: string;
}

/** Rates to a tenth: of a handful of customers more would be no more exact. */
function cellFigure(value: number, figure: InsightColumn, currency: string): string {
  if (figure.unit !== "percent") return cellText(value, figure, currency);
  return `${(value * 100).toFixed(1)}%`;
}

function Cell({ cell, grid, currency }: CellProps) {
  return (
    <td
      className={cx("whitespace-nowrap border-l border-surface px-2", cell.predicted && "italic")}
      style={tint(cell, grid.top)}
    >
      {cell.value !== null && grid.figure && cellFigure(cell.value, grid.figure, currency)}
      {cell.predicted && <span className="sr-only"> expected</span>}
      {cell.word && <span className="block text-12 leading-4">{cell.word}</span>}
    </td>
  );
}

const BLANK: GridCell = { value: null, predicted: false };

/** Figures by row and step, the greater the deeper; what cannot be told yet is blank. */
export function Heatmap({ part, insight }: { part: InsightPart; insight: Insight }) {
  const grid = useMemo(() => gridOf(part), [part]);
  const { figure, heads, headAts, steps, rows } = grid;
  const step = part.columns.find(({ role }) => role === "step");
  const expects = rows.some(({ cells }) => [...cells.values()].some((cell) => cell.predicted));
  if (!figure) return null;
  const days = headAts.map((at) => stepOf(part, at, insight));
  return (
    <>
      <ScrollBox label={`Rows of ${part.title}`}>
        <table className="ledger">
          <thead>
            <Head grid={grid} step={step} />
          </thead>
          <tbody>
            {rows.map(({ key, heads: named, cells }) => (
              <tr key={key}>
                {heads.map((head, place) => (
                  <td key={head.name} className={cx("whitespace-nowrap", headLook(grid, place))}>
                    {cellText(named[place], head, insight.currency, days[place])}
                  </td>
                ))}
                {steps.map((name) => (
                  <Cell
                    key={name}
                    cell={cells.get(name) ?? BLANK}
                    grid={grid}
                    currency={insight.currency}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {expects && (
        <p className="mt-2 flex items-center gap-2 text-12 text-faint">
          <i aria-hidden="true" className="size-2.5 rounded-[2px] bg-(--chart-forecast)" />
          Expected, not counted yet: in italics.
        </p>
      )}
    </>
  );
}
