import {
  type AnswerData,
  type Group,
  groupText,
  layoutOf,
  type Measure,
  NOTHING,
  numberAt,
  type Row,
} from "./answer";
import type { ChartSpec } from "./chart-rule";
import { spine } from "./spine";
import type { Day } from "./time-series";

/** Rows in the order of their days; a week or month that has no row is no point. */
function byDay(rows: readonly Row[], dateAt: number): Row[] {
  return rows
    .filter((row) => row[dateAt] !== null)
    .toSorted((one, other) => String(one[dateAt]).localeCompare(String(other[dateAt])));
}

const dateGroup = (groups: Group[]) => groups.find(({ column }) => column.role === "date");

export interface TimeLine {
  measure: Measure;
  series: Day[];
  previous: Day[];
  /** What each day usually lies between, day by day beside `series`; empty where nothing tells it. */
  band: { low: Day[]; high: Day[] };
}

/** Every bucket between the first and the last day; one without a row is a gap. */
function withGaps(days: Day[], grain: AnswerData["grain"]): Day[] {
  if (!grain) return days;
  const known = new Map(days.map(({ date, value }) => [date, value]));
  const all = spine([...known.keys()], grain);
  return all.map((date) => ({ date, value: known.get(date) ?? null }));
}

/** One line for each figure of an answer over time, with what it is compared with. */
export function timeLines({ columns, rows, grain }: AnswerData): TimeLine[] {
  const { groups, measures } = layoutOf(columns);
  const dateAt = dateGroup(groups)?.at ?? 0;
  const beforeAt = columns.findIndex((column) => column.role === "previous_date");
  const now = byDay(rows, dateAt);
  const earlier = beforeAt < 0 ? [] : byDay(rows, beforeAt);
  const days = (from: Row[], day: number, at: number | null): Day[] =>
    at === null ? [] : from.map((row) => ({ date: String(row[day]), value: numberAt(row, at) }));
  const along = (at: number | null) =>
    earlier.length ? days(now, dateAt, at) : withGaps(days(now, dateAt, at), grain);
  const edge = (role: "low" | "high", { of }: Measure) => {
    const at = columns.findIndex((column) => column.role === role && column.of === of);
    return at < 0 ? [] : along(at);
  };
  return measures.map((measure) => ({
    measure,
    series: along(measure.at),
    band: { low: edge("low", measure), high: edge("high", measure) },
    previous: days(earlier, beforeAt, measure.previousAt),
  }));
}

export interface SplitLine {
  name: string;
  values: (number | null)[];
}

export interface SplitLines {
  /** Days or names along the bottom, as the rows hold them. */
  along: string[];
  lines: SplitLine[];
  /** How many there are in all; the largest are drawn. */
  total: number;
}

export const MOST_LINES = 6;

const sizeOf = ({ values }: SplitLine) =>
  values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);

/** One series for each value of a dimension, the largest first; without one, a single series. */
export function splitLines(
  data: AnswerData,
  measure: Measure,
  names: { x: string | null; split: string | null },
): SplitLines {
  const { groups } = layoutOf(data.columns);
  const named = (name: string | null) => groups.find(({ column }) => column.name === name);
  const x = named(names.x) ?? groups[0];
  const split = named(names.split);
  const rows = x?.column.role === "date" ? byDay(data.rows, x.at) : data.rows;
  const key = (row: Row) => (x ? String(row[x.at] ?? NOTHING) : NOTHING);
  const found = [...new Set(rows.map(key))];
  const along = x?.column.role === "date" && data.grain ? spine(found, data.grain) : found;
  const place = new Map(along.map((name, index) => [name, index]));
  const lines = new Map<string, SplitLine>();
  for (const row of rows) {
    const name = split ? groupText(row, split, data.grain) : measure.label;
    const line = lines.get(name) ?? { name, values: along.map(() => null) };
    line.values[place.get(key(row)) ?? 0] = numberAt(row, measure.at);
    lines.set(name, line);
  }
  const ordered = [...lines.values()].toSorted((one, other) => sizeOf(other) - sizeOf(one));
  return { along, lines: ordered.slice(0, MOST_LINES), total: ordered.length };
}

/** Whether two rows would be drawn at one point, so that one of them would hide the other. */
export function hasClash(data: AnswerData, { x, split }: ChartSpec): boolean {
  const at = [x, split].map((name) => data.columns.findIndex((column) => column.name === name));
  const keys = data.rows.map((row) => JSON.stringify(at.map((place) => row[place] ?? null)));
  return new Set(keys).size < keys.length;
}

export interface BarPlace {
  left: number;
  width: number;
}

/** Where each bar stands in its column, in per cent. Bars start at zero, wherever that is. */
export function barPlaces(values: (number | null)[], also: (number | null)[] = []) {
  const all = [...values, ...also].filter((value) => value !== null);
  const low = Math.min(0, ...all);
  const span = Math.max(0, ...all) - low || 1;
  return (value: number | null): BarPlace | null =>
    value === null
      ? null
      : {
          left: ((Math.min(0, value) - low) / span) * 100,
          width: (Math.abs(value) / span) * 100,
        };
}
