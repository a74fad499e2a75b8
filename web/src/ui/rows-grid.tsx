"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { cx } from "@/lib/cx";
import { formatCount } from "@/lib/format";

type Cell = string | number | boolean | null;

interface RowsGridProps {
  label: string;
  columns: readonly string[];
  /** Columns of figures stand right-aligned. */
  numeric: readonly boolean[];
  rows: readonly (readonly Cell[])[];
}

const ROW_PX = 30;
const MEASURED_ROWS = 200;
const WIDEST_CH = 42;

export const cellText = (cell: Cell) => (cell === null ? "" : String(cell));

/** How wide each column must be for its name and its first rows, in characters. */
export function widthsOf(columns: readonly string[], rows: RowsGridProps["rows"]): number[] {
  const measured = rows.slice(0, MEASURED_ROWS);
  return columns.map((name, at) => {
    const longest = measured.reduce(
      (most, row) => Math.max(most, cellText(row[at] ?? null).length),
      name.length,
    );
    return Math.min(WIDEST_CH, Math.max(4, longest)) + 3;
  });
}

/** A table of any length: only the rows in sight exist. It keeps its column widths as it scrolls. */
export function RowsGrid({ label, columns, numeric, rows }: RowsGridProps) {
  const frame = useRef<HTMLElement>(null);
  const widths = useMemo(() => widthsOf(columns, rows), [columns, rows]);
  const grid = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const shown = grid.getVirtualItems();
  const above = shown.at(0)?.start ?? 0;
  const below = grid.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const gap = (height: number) =>
    height > 0 && (
      <tr>
        <td colSpan={columns.length} style={{ height }} />
      </tr>
    );
  return (
    <section
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus
      tabIndex={0}
      aria-label={`${label}, ${formatCount(rows.length)}`}
      className="max-h-[58vh] overflow-auto rounded-field border border-line"
    >
      <table
        aria-rowcount={rows.length + 1}
        className="table-fixed border-separate border-spacing-0 font-mono text-12"
        style={{ width: `max(100%, ${widths.reduce((sum, width) => sum + width, 0)}ch)` }}
      >
        <colgroup>
          {widths.map((width, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a statement may name two columns alike
            <col key={at} style={{ width: `${width}ch` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: a statement may name two columns alike
                key={at}
                scope="col"
                className={cx(
                  "sticky top-0 z-1 truncate border-b border-line bg-sunk px-3 py-1.5 font-medium text-soft",
                  numeric[at] ? "text-right" : "text-left",
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {gap(above)}
          {shown.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2} style={{ height: ROW_PX }}>
              {columns.map((_, at) => {
                const cell = rows[index]?.[at] ?? null;
                return (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a statement may name two columns alike
                    key={at}
                    className={cx(
                      "truncate border-b border-line px-3",
                      numeric[at] ? "text-right" : "text-left",
                    )}
                  >
                    {cell === null ? <span className="text-faint">null</span> : cellText(cell)}
                  </td>
                );
              })}
            </tr>
          ))}
          {gap(below)}
        </tbody>
      </table>
    </section>
  );
}
