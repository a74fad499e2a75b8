import { useMemo } from "react";
import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { cellText } from "@/blocks/insight-cell";
import { ScrollBox } from "@/ui/scroll-box";
import { type Grid, gridOf, tintOf } from "./grid";

const isText = ({ unit }: InsightColumn) => unit === "text" || unit === "date";
const tint = (share: number) =>
  share ? { background: `color-mix(in oklch, var(--chart-actual) ${share}%, transparent)` } : {};

function Head({ grid, title }: { grid: Grid; title: string }) {
  return (
    <tr>
      {grid.heads.map((head) => (
        <th key={head.name} className={isText(head) ? "text" : ""}>
          {head.label}
        </th>
      ))}
      {grid.steps.map((step) => (
        <th key={step} title={`${title} ${step}`}>
          <span className="block max-w-[96px] truncate">{step}</span>
        </th>
      ))}
    </tr>
  );
}

/** Figures by row and step, the greater the deeper; what cannot be told yet is blank. */
export function Heatmap({ part, insight }: { part: InsightPart; insight: Insight }) {
  const grid = useMemo(() => gridOf(part), [part]);
  const { figure, heads, steps, rows, top } = grid;
  const stepName = part.columns.find(({ role }) => role === "step")?.label ?? "";
  if (!figure) return null;
  return (
    <ScrollBox label={`Rows of ${part.title}`}>
      <table className="ledger">
        <thead>
          <Head grid={grid} title={stepName} />
        </thead>
        <tbody>
          {rows.map(({ key, heads: named, cells }) => (
            <tr key={key}>
              {heads.map((head, index) => (
                <td
                  key={head.name}
                  className={isText(head) ? "whitespace-nowrap text" : "whitespace-nowrap"}
                >
                  {cellText(named[index], head, insight.currency)}
                </td>
              ))}
              {steps.map((step) => {
                const value = cells.get(step) ?? null;
                return (
                  <td
                    key={step}
                    className="whitespace-nowrap border-l border-surface px-2"
                    style={tint(tintOf(value, top))}
                  >
                    {value === null ? "" : cellText(value, figure, insight.currency)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
