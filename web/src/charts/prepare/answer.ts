import { formatDay, formatDayYear, formatMonth, formatValue, type Unit } from "@/lib/format";
import { valueName } from "@/lib/value-name";

type Role =
  | "date"
  | "previous_date"
  | "dimension"
  | "value"
  | "previous"
  | "change"
  | "change_pct"
  | "share"
  | "cumulative"
  /** What the figure before them usually lies between. */
  | "low"
  | "high";

/** A column of an answer. `of` names the metric or dimension it belongs to. */
export interface Column {
  name: string;
  label: string;
  unit: Unit | "date" | "text";
  role: Role;
  of: string | null;
}

export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];
export type Grain = "day" | "week" | "month" | "quarter" | "year" | null;

interface Days {
  start: string;
  end: string;
}

/** Rows with their meaning, wherever they come from: a question, a query, a statement, a widget. */
export interface AnswerData {
  columns: readonly Column[];
  rows: readonly Row[];
  currency: string;
  grain: Grain;
  window: Days | null;
  previous: Days | null;
  truncated: boolean;
  marks?: readonly ChartMark[];
}

/** A word at a day of a drawing, or at all days until another one. */
export interface ChartMark {
  at: string;
  until?: string | null;
  label: string;
  /** What the drawing is about, or what happened at the same time. */
  kind: "change" | "event";
}

/** One figure of an answer: where it stands in a row, and where what it is compared with stands. */
export interface Measure {
  key: string;
  label: string;
  /** The metric it belongs to, which says whether up is good. */
  of: string | null;
  unit: Unit;
  at: number;
  previousAt: number | null;
  /** How it moved: points for a rate, a fraction for everything else. */
  changeAt: number | null;
}

export interface Group {
  at: number;
  column: Column;
}

export interface Layout {
  groups: Group[];
  measures: Measure[];
}

const FIGURES: Role[] = ["value", "share", "cumulative"];

const isUnit = (unit: Column["unit"]): unit is Unit => unit !== "date" && unit !== "text";

function measureOf(columns: readonly Column[], column: Column, at: number): Measure {
  const find = (role: Role) => {
    const place = columns.findIndex((other) => other.role === role && other.of === column.of);
    return place < 0 || column.role !== "value" ? null : place;
  };
  return {
    key: column.name,
    label: column.label,
    of: column.of,
    unit: isUnit(column.unit) ? column.unit : "count",
    at,
    previousAt: find("previous"),
    changeAt: find(column.unit === "percent" ? "change" : "change_pct"),
  };
}

/** What an answer's columns are for: those it is split by, and the figures with their companions. */
export function layoutOf(columns: readonly Column[]): Layout {
  const placed = columns.map((column, at) => ({ column, at }));
  return {
    groups: placed.filter(({ column }) => ["date", "dimension"].includes(column.role)),
    measures: placed
      .filter(({ column }) => FIGURES.includes(column.role))
      .map(({ column, at }) => measureOf(columns, column, at)),
  };
}

export const numberAt = (row: Row, at: number | null): number | null => {
  const cell = at === null ? null : row[at];
  return typeof cell === "number" ? cell : null;
};

/** The answer to "before" was nothing, so a percentage would be infinite. */
export const isNew = (row: Row, measure: Measure) =>
  measure.previousAt !== null &&
  !numberAt(row, measure.previousAt) &&
  numberAt(row, measure.at) !== null &&
  numberAt(row, measure.at) !== 0 &&
  measure.unit !== "percent";

const QUARTER: Record<string, string> = { "01": "Q1", "04": "Q2", "07": "Q3", "10": "Q4" };

/** The name of a bucket of days: a day, the week that begins there, a month, a quarter, a year. */
export function bucketName(day: string, grain: Grain): string {
  if (grain === "month") return formatMonth(day);
  if (grain === "year") return day.slice(0, 4);
  if (grain === "week") return `Week of ${formatDayYear(day)}`;
  if (grain !== "quarter") return formatDayYear(day);
  return `${QUARTER[day.slice(5, 7)] ?? formatMonth(day)} ${day.slice(0, 4)}`;
}

/** The same where there is little room. */
export function bucketTick(day: string, grain: Grain): string {
  if (grain === "month") return formatMonth(day).replace(/ \d\d(\d\d)$/, " ’$1");
  return grain === "quarter" || grain === "year" ? bucketName(day, grain) : formatDay(day);
}

export const NOTHING = "Not given";

/** What a row is about: its day or its value of a dimension. */
export function groupText(row: Row, { at, column }: Group, grain: Grain): string {
  const cell = row[at];
  if (cell === null || cell === undefined || cell === "") return NOTHING;
  return column.role === "date"
    ? bucketName(String(cell), grain)
    : valueName(column.of, String(cell));
}

export const figureText = (row: Row, measure: Measure, currency: string) =>
  formatValue(numberAt(row, measure.at), measure.unit, currency);
