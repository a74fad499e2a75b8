import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { bucketName, type Grain } from "@/charts/prepare/answer";
import { formatCount, formatValue, plural, type Unit } from "@/lib/format";

export const isNumber = (cell: unknown): cell is number => typeof cell === "number";

const IN_STEPS = ["row", "step"];
const STARTS_QUARTER = /-(01|04|07|10)-01$/;

/** What the days of a column stand for: the month or quarter that begins there, else themselves. */
export function stepOf(part: InsightPart, at: number, { options = [] }: Insight): Grain {
  const column = part.columns[at];
  if (column?.unit !== "date" || !IN_STEPS.includes(column.role)) return "day";
  if (column.name === "month") return "month";
  const chosen = options.find(({ name }) => name === "grain")?.value;
  if (chosen !== "month" && chosen !== "quarter") return "day";
  const inQuarters = part.rows.every((row) => STARTS_QUARTER.test(String(row[at])));
  return chosen === "quarter" && !inQuarters ? "month" : chosen;
}

/** Days are told to a tenth. */
const TENTHS = 10;

/** A cell as people read it; `step` is what its day stands for. */
export function cellText(
  cell: unknown,
  { unit, label }: InsightColumn,
  currency: string,
  step: Grain = "day",
): string {
  if (cell === null || cell === undefined || cell === "") return "–";
  if (unit === "date") return bucketName(String(cell), step);
  if (!isNumber(cell)) return String(cell);
  if (unit === "days") return `${formatCount(Math.round(cell * TENTHS) / TENTHS)} d`;
  if (unit === "number") return formatValue(cell, "ratio", currency);
  return unit === "text" ? `${label} ${cell}` : formatValue(cell, unit as Unit, currency);
}

/** A figure on a tile, as Summary writes it: short, since the table and the file have every digit. */
export function figureText(cell: unknown, column: InsightColumn, currency: string): string {
  if (!isNumber(cell)) return cellText(cell, column, currency);
  if (column.unit === "days") return plural(Math.round(cell * TENTHS) / TENTHS, "day");
  const unit = column.unit === "number" ? "ratio" : column.unit;
  return formatValue(cell, unit as Unit, currency, "tile");
}
