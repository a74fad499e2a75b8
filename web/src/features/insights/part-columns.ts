import type { InsightColumn, InsightPart } from "@/api/types";
import { isNumber } from "@/blocks/insight-cell";

/** A column of a table, with what its figure was before and how it moved where these stand in it. */
export interface Shown {
  column: InsightColumn;
  at: number;
  previousAt: number | null;
  changeAt: number | null;
}

/** More columns than these do not stand beside each other on a desk. */
const WIDE = 8;

const alone = (column: InsightColumn, at: number): Shown => ({
  column,
  at,
  previousAt: null,
  changeAt: null,
});

/** The columns of a table: where there are many, how a figure moved stands under the figure. */
export function shownColumns({ columns }: Pick<InsightPart, "columns">): Shown[] {
  if (columns.length <= WIDE) return columns.map(alone);
  const shown: Shown[] = [];
  columns.forEach((column, at) => {
    const figure = shown.at(-1);
    const follows = figure?.column.role === "value";
    if (follows && column.role === "previous") figure.previousAt = at;
    else if (follows && figure.previousAt !== null && column.role === "change")
      figure.changeAt = at;
    else shown.push(alone(column, at));
  });
  return shown;
}

/** What the first figure of named rows is drawn against; null where a length would tell nothing. */
export function lengthsOf({ columns, rows }: Pick<InsightPart, "columns" | "rows">) {
  const at = columns.findIndex(({ role }) => role === "value");
  const unit = columns[at]?.unit;
  const named = columns[0]?.role === "name" && columns[0].unit === "text";
  if (!named || (unit !== "money" && unit !== "count") || rows.length < 2) return null;
  const values = rows.map((row) => row[at]).filter(isNumber);
  const top = Math.max(0, ...values);
  return top > 0 && values.every((value) => value >= 0) ? { at, top } : null;
}
