import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import type { Betters } from "@/blocks/moved";
import type { AnswerData, Column } from "@/charts/prepare/answer";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import type { Unit } from "@/lib/format";

const UNITS: Record<string, Unit> = { number: "ratio", days: "ratio" };
const NAMED = ["row", "step", "name", "series", "from", "to"];

const unitOf = ({ unit }: InsightColumn): Column["unit"] => UNITS[unit] ?? (unit as Column["unit"]);

function roleOf(column: InsightColumn, of: InsightColumn | null): Column["role"] {
  if (column.unit === "date") return column.role === "step" ? "date" : "dimension";
  if (column.unit === "text" || column.role === "step") return "dimension";
  if (column.role === "previous" && of) return "previous";
  if ((column.role === "low" || column.role === "high") && of) return column.role;
  if (column.role === "change" && of) return of.unit === "percent" ? "change" : "change_pct";
  return "value";
}

const DAY_MS = 86_400_000;

/** Days are joined into a line with gaps; other steps stand as they came. */
function isDaily(part: InsightPart): boolean {
  const days = [...new Set(part.rows.map((row) => Date.parse(String(row[0]))))].toSorted(
    (one, other) => one - other,
  );
  return days.some((day, place) => place > 0 && day - (days[place - 1] ?? 0) === DAY_MS);
}

const COMPANIONS = new Set<Column["role"]>(["previous", "change", "change_pct", "low", "high"]);

/** Columns as those of an answer: what a figure is compared with follows it. */
function columnsOf(part: InsightPart): Column[] {
  let figure: InsightColumn | null = null;
  return part.columns.map((column): Column => {
    const role = roleOf(column, figure);
    if (role === "value") figure = column;
    const companion = COMPANIONS.has(role);
    const of = companion ? (figure?.name ?? null) : column.name;
    return { name: column.name, label: column.label, unit: unitOf(column), role, of };
  });
}

const BEFORE: Column = {
  name: "previous_date",
  label: "Compared with",
  unit: "date",
  role: "previous_date",
  of: null,
};

/** A part as the rows that charts and tables of answers draw. */
export function answerOf(part: InsightPart, insight: Insight): AnswerData {
  const columns = columnsOf(part);
  const dated = columns[0]?.role === "date";
  // A line needs to know where the points of the dotted one stand: under its own.
  const compared = dated && columns.some(({ role }) => role === "previous");
  const truncated = part.rows.length < part.total;
  const { currency, window, previous } = insight;
  return {
    columns: compared ? [...columns, BEFORE] : columns,
    rows: compared ? part.rows.map((row) => [...row, row[0] ?? null]) : part.rows,
    currency,
    grain: dated && isDaily(part) ? "day" : null,
    window,
    previous,
    truncated,
    marks: part.annotations,
  };
}

/** Which way is good, by the column's own word. */
export const bettersOf =
  (part: InsightPart): Betters =>
  (name) =>
    part.columns.find((column) => column.name === name)?.better ?? "neutral";

const isFigure = ({ unit, role }: InsightColumn) =>
  unit !== "text" && unit !== "date" && role === "value";

/** Lines and columns: along the first column, one series for each value of the second if named. */
export function chartOf(part: InsightPart): ChartSpec {
  const [x, second] = part.columns;
  const split = second && NAMED.includes(second.role) && second.unit === "text" ? second : null;
  const dated = x?.unit === "date" && x.role === "step";
  return {
    kind: part.mark === "lines" && (dated || split) ? "line" : "column",
    x: x?.name ?? null,
    y: part.columns.filter(isFigure).map(({ name }) => name),
    split: split?.name ?? null,
  };
}

export const at = (part: InsightPart, role: InsightColumn["role"]) =>
  part.columns.findIndex((column) => column.role === role);
