import type { InsightPart } from "@/api/types";

export interface Sorting {
  at: number;
  down: boolean;
}

type Rows = InsightPart["rows"];

const compare = (one: unknown, other: unknown): number => {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other));
};

/** Rows by a column; what is not known comes last, whichever way. */
export function sorted(rows: Rows, sorting: Sorting | null): Rows {
  if (!sorting) return rows;
  const { at, down } = sorting;
  const empty = (row: Rows[number]) => row[at] === null || row[at] === undefined;
  return rows.toSorted((one, other) => {
    if (empty(one) || empty(other)) return Number(empty(one)) - Number(empty(other));
    return compare(one[at], other[at]) * (down ? -1 : 1);
  });
}

/** Figures begin with the greatest, words with the first; a second press turns them round. */
export function nextSorting(now: Sorting | null, at: number, isFigure: boolean): Sorting {
  return now?.at === at ? { at, down: !now.down } : { at, down: isFigure };
}
