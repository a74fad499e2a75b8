import type { InsightColumn, InsightPart } from "@/api/types";
import { isNumber } from "@/blocks/insight-cell";
import { at } from "./part-data";

export interface GridCell {
  value: number | null;
  /** A forecast, not something that was counted. */
  predicted: boolean;
  /** What the place itself is called, where the part names it. */
  word?: string;
}

export interface GridRow {
  key: string;
  heads: readonly unknown[];
  cells: ReadonlyMap<string, GridCell>;
}

export interface Grid {
  heads: readonly InsightColumn[];
  /** Where each head stands among the columns of the part. */
  headAts: readonly number[];
  steps: readonly string[];
  figure: InsightColumn | null;
  rows: readonly GridRow[];
  /** The greatest figure that tints are measured by. */
  top: number;
}

/** Rows and steps of a heatmap or matrix, in the order they came. */
export function gridOf(part: InsightPart): Grid {
  const names = part.columns.flatMap(({ role }, place) => (role === "row" ? [place] : []));
  const rowAts = names.length > 0 ? names : [0];
  const stepAt = at(part, "step") >= 0 ? at(part, "step") : 1;
  const valueAt = at(part, "value");
  const predictedAt = at(part, "predicted");
  const wordAt = part.columns.findIndex(({ role, unit }) => role === "value" && unit === "text");
  const steps = new Set<string>();
  const rows = new Map<string, { heads: unknown[]; cells: Map<string, GridCell> }>();
  for (const row of part.rows) {
    const heads = rowAts.map((place) => row[place]);
    const key = JSON.stringify(heads);
    const step = String(row[stepAt] ?? "");
    steps.add(step);
    const known = rows.get(key) ?? { heads, cells: new Map() };
    const word = wordAt < 0 ? {} : { word: String(row[wordAt] ?? "") };
    known.cells.set(step, { ...cellOf(row[valueAt], row[predictedAt]), ...word });
    rows.set(key, known);
  }
  const figure = part.columns[valueAt] ?? null;
  const found = [...rows].map(([key, row]) => ({ key, ...row }));
  const ordered = [...steps];
  return {
    heads: rowAts.flatMap((place) => part.columns[place] ?? []),
    headAts: rowAts,
    steps: ordered,
    figure,
    rows: found,
    top: topOf(found, figure?.unit === "percent" && ordered[0] === "0"),
  };
}

/** What was counted comes before what is only expected. */
function cellOf(value: unknown, predicted: unknown): GridCell {
  if (isNumber(value)) return { value, predicted: predicted === true };
  return { value: isNumber(predicted) ? predicted : null, predicted: isNumber(predicted) };
}

/** Where the first step is all of it, it would make every other one pale. */
function topOf(rows: readonly GridRow[], withoutFirst: boolean): number {
  const figures = rows.flatMap(({ cells }) =>
    [...cells].flatMap(([step, { value }]) =>
      value === null || (withoutFirst && step === "0") ? [] : [Math.abs(value)],
    ),
  );
  return Math.max(0, ...figures);
}

const DEEPEST = 46;

/** How much of the hue a cell takes, in percent: text stays readable on the deepest. */
export const tintOf = (value: number | null, top: number) =>
  value === null || top === 0 ? 0 : Math.round(Math.min(1, Math.abs(value) / top) * DEEPEST);
