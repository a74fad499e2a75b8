import type { Insight, InsightPart } from "@/api/types";
import { cellText, isNumber } from "@/blocks/insight-cell";
import { formatPercent } from "@/lib/format";
import { at } from "./part-data";

/** Steps that fewer and fewer take: each against the first, and how many the one before lost. */
export function Funnel({ part, insight }: { part: InsightPart; insight: Insight }) {
  const nameAt = Math.max(0, at(part, "name"));
  const valueAt = at(part, "value");
  const figure = part.columns[valueAt];
  const values = part.rows.map((row) => row[valueAt]);
  const first = values.find(isNumber) ?? 0;
  if (!figure) return null;
  return (
    <ol className="grid max-w-[720px] gap-2.5">
      {part.rows.map((row, index) => {
        const value = values[index];
        const before = values[index - 1];
        const kept = isNumber(value) && isNumber(before) && before > 0 ? value / before : null;
        const width = isNumber(value) && first > 0 ? Math.min(100, (value / first) * 100) : 0;
        return (
          <li key={String(row[nameAt])}>
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span>{String(row[nameAt] ?? "")}</span>
              <span>
                <b className="font-semibold">{cellText(value, figure, insight.currency)}</b>
                {kept !== null && (
                  <span className="ml-2 text-12 text-faint">
                    {formatPercent(kept)} of the step before
                  </span>
                )}
              </span>
            </span>
            <span aria-hidden="true" className="mt-1 block h-2.5 rounded-[2px] bg-sunk">
              <i
                className="block h-full rounded-[2px] bg-(--chart-actual)"
                style={{ width: `${width}%` }}
              />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
