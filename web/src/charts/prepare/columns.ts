import { type Extent, linear, linePath, niceTicks, type Value } from "./scale";
import { anchorOf, MARGIN, tickIndexes } from "./time-series";

export interface ColumnsInput {
  along: string[];
  lines: { name: string; values: Value[] }[];
  /** What the only series is compared with, in the order of `along`. */
  previous: Value[];
  /** Sums stand on each other; rates and averages side by side. */
  stacked: boolean;
  width: number;
  height: number;
}

export interface Bar {
  /** Which series and which place along the bottom it belongs to. */
  line: number;
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

const GAP = 0.28;
const WIDEST = 44;

/** The highest and lowest point that bars reach, zero included. */
function reach({ along, lines, previous, stacked }: ColumnsInput): Extent {
  const extent = { low: 0, high: 0 };
  const hold = (value: number) => {
    extent.low = Math.min(extent.low, value);
    extent.high = Math.max(extent.high, value);
  };
  for (const value of previous) hold(value ?? 0);
  along.forEach((_, index) => {
    const values = lines.map((line) => line.values[index] ?? 0);
    if (!stacked) for (const value of values) hold(value);
    hold(values.reduce((sum, value) => sum + Math.max(0, value), 0) * (stacked ? 1 : 0));
    hold(values.reduce((sum, value) => sum + Math.min(0, value), 0) * (stacked ? 1 : 0));
  });
  return extent;
}

interface Place {
  left: number;
  step: number;
  y: (value: number) => number;
}

/** Bars of one place: on each other from zero in both directions, or beside each other. */
function barsAt(input: ColumnsInput, index: number, { left, step, y }: Place): Bar[] {
  const { lines, stacked } = input;
  const room = Math.min(WIDEST * (stacked ? 1 : lines.length), step * (1 - GAP));
  const width = stacked ? room : room / lines.length;
  const start = left + (index + 0.5) * step - room / 2;
  const base = { above: 0, below: 0 };
  return lines.flatMap(({ values }, line) => {
    const value = values[index] ?? null;
    if (value === null) return [];
    const side = value < 0 ? "below" : "above";
    const from = stacked ? base[side] : 0;
    base[side] += value;
    const [top, bottom] = [y(Math.max(from, from + value)), y(Math.min(from, from + value))];
    const x = stacked ? start : start + line * width;
    return [{ line, index, x, y: top, width, height: bottom - top }];
  });
}

/** Bars over days or names. `null` when there is nothing to draw. */
export function prepareColumns(input: ColumnsInput) {
  const { along, lines, width, height } = input;
  if (!lines.some(({ values }) => values.some((value) => value !== null))) return null;
  const { left, top } = MARGIN;
  const right = Math.max(left + 1, width - MARGIN.right);
  const bottom = height - MARGIN.bottom;
  const ticks = niceTicks(reach(input), 3);
  const domain = { low: ticks.at(0) ?? 0, high: ticks.at(-1) ?? 1 };
  const y = linear(domain, { low: bottom, high: top });
  const step = (right - left) / along.length;
  const centre = (index: number) => left + (index + 0.5) * step;
  return {
    plot: { left, right, top, bottom },
    zero: y(0),
    yTicks: ticks.map((value) => ({ value, y: y(value) })),
    xTicks: tickIndexes(along.length, right - left).map((index) => ({
      date: along[index] ?? "",
      x: centre(index),
      anchor: anchorOf(centre(index), left, right),
    })),
    bars: along.flatMap((_, index) => barsAt(input, index, { left, step, y })),
    previous: linePath(input.previous, centre, y),
    xs: along.map((_, index) => centre(index)),
    step,
  };
}
