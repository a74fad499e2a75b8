import type { InsightColumn, InsightPart } from "@/api/types";
import { isNumber } from "@/blocks/insight-cell";
import { at } from "./part-data";

export interface GridRow {
  key: string;
  heads: readonly unknown[];
  cells: ReadonlyMap<string, number | null>;
}

export interface Grid {
  heads: readonly InsightColumn[];
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
  const steps = new Set<string>();
  const rows = new Map<string, { heads: unknown[]; cells: Map<string, number | null> }>();
  for (const row of part.rows) {
    const heads = rowAts.map((place) => row[place]);
    const key = JSON.stringify(heads);
    const step = String(row[stepAt] ?? "");
    const value = row[valueAt];
    steps.add(step);
    const known = rows.get(key) ?? { heads, cells: new Map() };
    known.cells.set(step, isNumber(value) ? value : null);
    rows.set(key, known);
  }
  const figure = part.columns[valueAt] ?? null;
  const found = [...rows].map(([key, row]) => ({ key, ...row }));
  const ordered = [...steps];
  return {
    heads: rowAts.flatMap((place) => part.columns[place] ?? []),
    steps: ordered,
    figure,
    rows: found,
    top: topOf(found, figure?.unit === "percent" && ordered[0] === "0"),
  };
}

/** Where the first step is all of it, it would make every other one pale. */
function topOf(rows: readonly GridRow[], withoutFirst: boolean): number {
  const figures = rows.flatMap(({ cells }) =>
    [...cells].flatMap(([step, value]) =>
      value === null || (withoutFirst && step === "0") ? [] : [Math.abs(value)],
    ),
  );
  return Math.max(0, ...figures);
}

const DEEPEST = 46;

/** How much of the hue a cell takes, in percent: text stays readable on the deepest. */
export const tintOf = (value: number | null, top: number) =>
  value === null || top === 0 ? 0 : Math.round(Math.min(1, Math.abs(value) / top) * DEEPEST);
