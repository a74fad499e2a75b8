export type Value = number | null;

export interface Extent {
  low: number;
  high: number;
}

/** The lowest and highest figure of all series; `null` when there is none at all. */
export function extentOf(...series: Value[][]): Extent | null {
  const values = series.flat().filter((value) => value !== null);
  if (values.length === 0) return null;
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** Ticks a person would choose (1, 2, 2.5, 5 × 10ⁿ), whose ends hold every figure. */
export function niceTicks({ low, high }: Extent, count = 4): number[] {
  if (low === high) {
    const pad = Math.abs(low) * 0.1 || 1;
    return niceTicks({ low: low - (low === 0 ? 0 : pad), high: high + pad }, count);
  }
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  // Multiplied, not added up, so that 0.3 does not print as 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

export const linear = (from: Extent, to: Extent) => (value: number) =>
  to.low + ((value - from.low) / (from.high - from.low || 1)) * (to.high - to.low);

const at = (x: number, y: number) => `${x.toFixed(1)},${y.toFixed(1)}`;

/** Runs of neighbouring figures as [index, value]; a missing one ends a run. */
export function runsOf(values: Value[]): [number, number][][] {
  const runs: [number, number][][] = [];
  let open: [number, number][] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      open = null;
      return;
    }
    if (!open) {
      open = [];
      runs.push(open);
    }
    open.push([index, value]);
  });
  return runs;
}

type Scale = (value: number) => number;

/** A path with gaps where figures are missing; a lone figure becomes a dot under round caps. */
export function linePath(values: Value[], x: Scale, y: Scale): string {
  const draw = (run: [number, number][]) => {
    const points = run.map(([index, value]) => at(x(index), y(value)));
    return `M${points.length === 1 ? `${points[0]}L${points[0]}` : points.join("L")}`;
  };
  return runsOf(values).map(draw).join("");
}

/** Every figure as a dot of its own, for those that have no neighbours to make a line with. */
export function dotPath(values: Value[], x: Scale, y: Scale): string {
  return values
    .flatMap((value, index) => (value === null ? [] : [at(x(index), y(value))]))
    .map((point) => `M${point}L${point}`)
    .join("");
}

const SPARSE = 2 / 3;

/**
 * Whether so many days between the first and the last figure have none that joining the others
 * would draw a line nobody measured.
 */
export function isSparse(values: Value[]): boolean {
  const known = values.flatMap((value, index) => (value === null ? [] : [index]));
  const reach = (known.at(-1) ?? 0) - (known.at(0) ?? 0) + 1;
  return known.length < reach * SPARSE;
}

/** The same runs closed down to the base line. */
export function areaPath(values: Value[], x: Scale, y: Scale, base: number): string {
  const draw = (run: [number, number][]) => {
    const points = run.map(([index, value]) => at(x(index), y(value)));
    const [first] = run.at(0) ?? [0];
    const [last] = run.at(-1) ?? [0];
    return `M${at(x(first), base)}L${points.join("L")}L${at(x(last), base)}Z`;
  };
  return runsOf(values)
    .filter((run) => run.length > 1)
    .map(draw)
    .join("");
}

/** What lies between two lines, with gaps where either of them is missing. */
export function bandPath(low: Value[], high: Value[], x: Scale, y: Scale): string {
  const both = low.map((value, index) => (value === null ? null : (high[index] ?? null)));
  const draw = (run: [number, number][]) => {
    const up = run.map(([index, value]) => at(x(index), y(value)));
    const down = run.map(([index]) => at(x(index), y(low[index] ?? 0))).reverse();
    return `M${[...up, ...down].join("L")}Z`;
  };
  return runsOf(both)
    .filter((run) => run.length > 1)
    .map(draw)
    .join("");
}
