import { type AnswerData, layoutOf } from "./answer";

export const CHART_KINDS = ["number", "line", "column", "bar", "table"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** Which columns are drawn, and how. `y` names figures; `split` draws one series for each value. */
export interface ChartSpec {
  kind: ChartKind;
  x: string | null;
  y: readonly string[];
  split: string | null;
}

export const MOST_BARS = 20;

function kindOf(data: AnswerData): ChartKind {
  const { groups } = layoutOf(data.columns);
  const dated = groups.some(({ column }) => column.role === "date");
  if (groups.length === 0) return "number";
  if (dated && groups.length <= 2) return "line";
  return groups.length === 1 && data.rows.length <= MOST_BARS ? "bar" : "table";
}

/** A number alone stands large, time is a line, a short split is bars, the rest is a table. */
export function chartByRule(data: AnswerData): ChartSpec {
  const { groups, measures } = layoutOf(data.columns);
  const x = groups.find(({ column }) => column.role === "date") ?? groups[0];
  const split = groups.find((group) => group !== x);
  return {
    kind: kindOf(data),
    x: x?.column.name ?? null,
    y: measures.map(({ key }) => key),
    split: split?.column.name ?? null,
  };
}

/** What rows can be drawn as at all, in the order that a menu shows. */
export function kindsFor(data: AnswerData): ChartKind[] {
  const { groups, measures } = layoutOf(data.columns);
  const dated = groups.some(({ column }) => column.role === "date");
  const fits: Record<ChartKind, boolean> = {
    number: groups.length === 0 || data.rows.length === 1,
    line: dated && groups.length <= 2,
    column: groups.length > 0 && groups.length <= 2,
    bar: groups.length === 1,
    table: true,
  };
  return CHART_KINDS.filter((kind) => fits[kind] && (kind === "table" || measures.length > 0));
}
