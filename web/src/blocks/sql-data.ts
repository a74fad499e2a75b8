import type { SqlAnswer } from "@/api/types";
import type { AnswerData, Cell, Column } from "@/charts/prepare/answer";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { stepOf } from "@/charts/prepare/spine";

const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)/;
const DAYS = /^(DATE|TIMESTAMP)/;
const KEYS = /(^|_)(id|key|no|number|position|year|month|hour|weekday)$/;

export type SqlKind = "number" | "date" | "text";

export const kindOfType = (type: string): SqlKind =>
  NUMBERS.test(type) ? "number" : DAYS.test(type) ? "date" : "text";

type Rows = Pick<SqlAnswer, "columns" | "types" | "rows">;

export const namesOf = ({ columns, types }: Pick<Rows, "columns" | "types">, kind: SqlKind) =>
  columns.filter((_, at) => kindOfType(types[at] ?? "") === kind);

/** What a person would draw first: the day or the first name along, the figures up. */
export function chartOfSql(answer: Rows): ChartSpec {
  const numbers = namesOf(answer, "number");
  const figures = numbers.filter((name) => !KEYS.test(name));
  const [texts, dates] = [namesOf(answer, "text"), namesOf(answer, "date")];
  const keys = numbers.filter((name) => KEYS.test(name));
  const x = dates[0] ?? texts[0] ?? (figures.length ? keys[0] : undefined) ?? null;
  const y = figures.slice(0, dates[0] && texts[0] ? 1 : 3);
  const split = dates[0] && texts.length === 1 ? (texts[0] ?? null) : null;
  const single = answer.rows.length === 1 && x === null;
  const drawn = dates[0] ? "line" : answer.rows.length <= 20 ? "bar" : "column";
  const kind = y.length === 0 ? "table" : single ? "number" : x === null ? "table" : drawn;
  return { kind, x, y, split };
}

/** A moment at midnight is a day; money sums that come as text stay what they are. */
const cellOf = (cell: Cell, isDate: boolean): Cell =>
  isDate && typeof cell === "string" ? cell.replace(/[T ]00:00:00(\.0+)?$/, "") : cell;

const isDay = (cell: Cell) => typeof cell === "string" && /^\d{4}-\d\d-\d\d$/.test(cell);

/**
 * The columns of a statement's rows that are drawn, given their parts by the chart. Decimals arrive
 * as text where a number would lose digits; drawn, they are numbers again.
 */
export function dataOfSql(answer: SqlAnswer, chart: ChartSpec, currency: string): AnswerData {
  const used = [chart.x, chart.split, ...chart.y].filter((name) => name !== null);
  const places = [...new Set(used)].map((name) => answer.columns.indexOf(name));
  const known = places.filter((at) => at >= 0);
  const kinds = known.map((at) => kindOfType(answer.types[at] ?? ""));
  const columns = known.map((at, place): Column => {
    const name = answer.columns[at] ?? "";
    const figure = chart.y.includes(name) && kinds[place] === "number";
    const dated = kinds[place] === "date" && name === chart.x;
    const role = figure ? "value" : dated ? "date" : "dimension";
    return { name, label: name, unit: figure ? "count" : dated ? "date" : "text", role, of: null };
  });
  const rows = answer.rows.map((row) =>
    known.map((at, place) => {
      const cell = cellOf(row[at] ?? null, columns[place]?.role === "date");
      return columns[place]?.role === "value" && typeof cell === "string" ? Number(cell) : cell;
    }),
  );
  const dateAt = columns.findIndex(({ role }) => role === "date");
  const days = dateAt < 0 ? [] : rows.map((row) => row[dateAt] ?? null);
  const grain = days.length && days.every(isDay) ? stepOf(days.map(String)) : null;
  return {
    columns,
    rows,
    currency,
    grain,
    window: null,
    previous: null,
    truncated: answer.truncated,
  };
}
