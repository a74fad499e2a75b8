"use client";
import { useMemo, useState } from "react";
import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { cellText, isNumber, stepOf } from "@/blocks/insight-cell";
import type { Grain } from "@/charts/prepare/answer";
import { cx } from "@/lib/cx";
import { describeChange, formatCount, type Unit } from "@/lib/format";
import { Button } from "@/ui/button";
import { ChangeMark } from "@/ui/figure";
import { ScrollBox } from "@/ui/scroll-box";

import { CellLink } from "./cell-link";
import { MemberLink } from "./member-link";
import { nextSorting, type Sorting, sorted } from "./sorting";

const FIRST_ROWS = 12;
/** On a phone the first column stays in sight while the others are scrolled through. */
const STAYS =
  "max-rail:sticky max-rail:left-0 max-rail:z-1 max-rail:max-w-[42vw] max-rail:bg-canvas";
const isText = ({ unit }: InsightColumn) => unit === "text" || unit === "date";

interface HeadProps {
  columns: readonly InsightColumn[];
  sorting: Sorting | null;
  onSort: (at: number) => void;
}

function Head({ columns, sorting, onSort }: HeadProps) {
  return (
    <tr>
      {columns.map((column, at) => {
        const here = sorting?.at === at;
        return (
          <th
            key={column.name}
            className={cx(isText(column) && "text", at === 0 && STAYS)}
            aria-sort={here ? (sorting.down ? "descending" : "ascending") : "none"}
          >
            <button
              type="button"
              title={column.help ?? undefined}
              onClick={() => onSort(at)}
              className={cx(
                "relative whitespace-nowrap hover:text-ink max-rail:min-h-11",
                here && "text-ink",
              )}
            >
              {column.label}
              <span
                aria-hidden="true"
                className={cx("absolute text-[9px]", isText(column) ? "ml-1" : "right-full mr-1")}
              >
                {here ? (sorting.down ? "▼" : "▲") : ""}
              </span>
            </button>
          </th>
        );
      })}
    </tr>
  );
}

interface CellProps {
  part: InsightPart;
  row: InsightPart["rows"][number];
  at: number;
  currency: string;
  /** What its days stand for. */
  step: Grain | undefined;
}

/** What is taken away, such as discounts, is negative by nature: it grows away from nothing. */
function signOf({ columns }: InsightPart, row: CellProps["row"], at: number): number {
  const figure = columns.findLastIndex(({ role }, place) => place < at && role === "value");
  const value = row[figure];
  return isNumber(value) && value < 0 ? -1 : 1;
}

/** A way to more about the row: only ever a path of this app. */
function LinkCell({ to, label }: { to: unknown; label: string }) {
  const path = typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : null;
  return (
    <td className="whitespace-nowrap text">{path && <CellLink href={path}>{label}</CellLink>}</td>
  );
}

function Cell({ part, row, at, currency, step }: CellProps) {
  const column = part.columns[at] as InsightColumn;
  const cell = row[at];
  if (column.role === "change" && isNumber(cell)) {
    const unit: Unit = "count";
    const moved = cell * signOf(part, row, at);
    const change = describeChange({ change: moved, isNew: false, unit, better: column.better });
    return (
      <td>
        <ChangeMark change={change} />
      </td>
    );
  }
  if (column.role === "link") return <LinkCell to={cell} label={column.label} />;
  const text = cellText(cell, column, currency, step);
  return (
    <td
      className={cx(
        isText(column) ? "max-w-[420px] text" : "whitespace-nowrap",
        column.unit === "date" && "whitespace-nowrap",
        at === 0 && STAYS,
        (text === "–" || column.role === "previous") && "text-faint",
      )}
    >
      {column.opens && typeof cell === "string" && cell ? (
        <MemberLink split={column.opens} member={cell} />
      ) : (
        text
      )}
    </td>
  );
}

/** All columns of a part, sorted by any of them, the first dozen rows at first. */
export function PartTable({ part, insight }: { part: InsightPart; insight: Insight }) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [all, setAll] = useState(false);
  const rows = useMemo(() => sorted(part.rows, sorting), [part, sorting]);
  const steps = useMemo(
    () => part.columns.map((_, at) => stepOf(part, at, insight)),
    [part, insight],
  );
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  const onSort = (at: number) => {
    const column = part.columns[at];
    if (column) setSorting(nextSorting(sorting, at, !isText(column)));
  };
  if (part.rows.length === 0) return <p className="text-soft">None in these days.</p>;
  return (
    <div>
      <ScrollBox label={`Rows of ${part.title}`}>
        <table className="ledger">
          <thead>
            <Head columns={part.columns} sorting={sorting} onSort={onSort} />
          </thead>
          <tbody>
            {shown.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
              <tr key={index}>
                {part.columns.map((column, at) => (
                  <Cell
                    key={column.name}
                    {...{ part, row, at, currency: insight.currency, step: steps[at] }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {rows.length > shown.length && (
        <Button look="quiet" className="mt-1 -ml-2" onClick={() => setAll(true)}>
          Show {formatCount(rows.length)} rows
        </Button>
      )}
      {part.total > part.rows.length && (
        <p className="mt-2 text-12 text-faint">
          {formatCount(part.total)} in all; the CSV file has every one.
        </p>
      )}
    </div>
  );
}
