"use client";
import { useMemo, useState } from "react";
import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { isNumber, stepOf } from "@/blocks/insight-cell";
import { cx } from "@/lib/cx";
import { formatCount, formatDayRange } from "@/lib/format";
import { Button } from "@/ui/button";
import { ScrollBox } from "@/ui/scroll-box";
import { isText, PartCell } from "./part-cell";
import { lengthsOf, type Shown, shownColumns } from "./part-columns";
import { nextSorting, type Sorting, sorted } from "./sorting";

const FIRST_ROWS = 12;
/** The first column stays in sight while the others are scrolled through. */
const STAYS = "sticky left-0 z-1 bg-canvas max-rail:max-w-[42vw]";
/** A name takes room to be read; a day takes what it is long. */
const staying = ({ unit }: InsightColumn) => cx(STAYS, unit !== "date" && "min-w-[132px]");

interface HeadProps {
  shown: readonly Shown[];
  sorting: Sorting | null;
  onSort: (at: number) => void;
}

function Head({ shown, sorting, onSort }: HeadProps) {
  return (
    <tr>
      {shown.map(({ column, at }) => {
        const here = sorting?.at === at;
        return (
          <th
            key={column.name}
            className={cx(isText(column) && "text", at === 0 && staying(column))}
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

const lengthOf = (figure: unknown, top: number) => (isNumber(figure) ? figure / top : null);

interface FoldedProps {
  columns: readonly Shown[];
  previous: Insight["previous"];
}

/** What the changes under figures are changes against. */
function Folded({ columns, previous }: FoldedProps) {
  if (!previous || columns.every(({ changeAt }) => changeAt === null)) return null;
  return (
    <p className="mt-2 text-12 text-faint">
      Changes are against {formatDayRange(previous.start, previous.end)}.
    </p>
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
  const columns = useMemo(() => shownColumns(part), [part]);
  const lengths = useMemo(() => lengthsOf(part), [part]);
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
            <Head shown={columns} sorting={sorting} onSort={onSort} />
          </thead>
          <tbody>
            {shown.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
              <tr key={index}>
                {columns.map((shown) => (
                  <PartCell
                    key={shown.column.name}
                    {...{ part, row, shown, currency: insight.currency, step: steps[shown.at] }}
                    stays={shown.at === 0 ? staying(shown.column) : undefined}
                    length={
                      shown.at === 0 && lengths ? lengthOf(row[lengths.at], lengths.top) : null
                    }
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
      <Folded columns={columns} previous={insight.previous} />
      {part.total > part.rows.length && (
        <p className="mt-2 text-12 text-faint">
          {formatCount(part.total)} in all; the CSV file has every one.
        </p>
      )}
    </div>
  );
}
