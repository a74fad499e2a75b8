import type { InsightColumn } from "@/api/types";
import { formatDayYear, formatValue, type Unit } from "@/lib/format";

export const isNumber = (cell: unknown): cell is number => typeof cell === "number";

/** A cell as people read it. */
export function cellText(cell: unknown, { unit, label }: InsightColumn, currency: string): string {
  if (cell === null || cell === undefined || cell === "") return "–";
  if (unit === "date") return formatDayYear(String(cell));
  if (!isNumber(cell)) return String(cell);
  if (unit === "days") return `${formatValue(cell, "ratio", currency)} d`;
  if (unit === "number") return formatValue(cell, "ratio", currency);
  return unit === "text" ? `${label} ${cell}` : formatValue(cell, unit as Unit, currency);
}
