import {
  areaPath,
  bandPath,
  dotPath,
  type Extent,
  extentOf,
  isSparse,
  linear,
  linePath,
  niceTicks,
  type Value,
} from "./scale";

export interface Day {
  date: string;
  value: Value;
}

export interface TimeSeriesInput {
  series: Day[];
  previous: Day[];
  /** What each day usually lies between. */
  band?: { low: Day[]; high: Day[] } | undefined;
  width: number;
  height: number;
  /** Sums start at zero; a rate or an average is read by its differences. */
  fromZero: boolean;
}

type Anchor = "start" | "middle" | "end";

export interface TimeSeriesShape {
  plot: { left: number; right: number; top: number; bottom: number };
  yTicks: { value: number; y: number }[];
  xTicks: { date: string; x: number; anchor: Anchor }[];
  actual: string;
  area: string;
  previous: string;
  band: string;
  /** Drawn as dots: too few days have a figure for a line. */
  dotted: boolean;
  /** Where each day stands, for the crosshair. */
  points: { x: number; y: number | null; previousY: number | null }[];
}

export const MARGIN = { left: 46, right: 6, top: 8, bottom: 22 };
const LABEL_EVERY_PX = 62;

export function domainOf(extent: Extent, fromZero: boolean): Extent {
  if (!fromZero) return extent;
  return { low: Math.min(0, extent.low), high: Math.max(0, extent.high) };
}

/** Evenly spaced days, few enough that their labels never touch. */
export function tickIndexes(count: number, width: number): number[] {
  if (count < 2) return count ? [0] : [];
  const most = Math.max(2, Math.floor(width / LABEL_EVERY_PX));
  const steps = [1, 2, 3, 7, 14, 28, 30, 60, 91, 182];
  const step = steps.find((candidate) => Math.floor((count - 1) / candidate) < most) ?? count - 1;
  return Array.from({ length: Math.floor((count - 1) / step) + 1 }, (_, i) => i * step);
}

export const anchorOf = (x: number, left: number, right: number): Anchor =>
  x - left < 20 ? "start" : right - x < 24 ? "end" : "middle";

export function prepareTimeSeries(input: TimeSeriesInput): TimeSeriesShape | null {
  const values = input.series.map((day) => day.value);
  const before = input.previous.map((day) => day.value);
  const [low, high] = [input.band?.low ?? [], input.band?.high ?? []].map((edge) =>
    edge.map((day) => day.value),
  ) as [Value[], Value[]];
  const extent = extentOf(values, before, low, high);
  if (!extent) return null;
  const { left, top } = MARGIN;
  const right = Math.max(left + 1, input.width - MARGIN.right);
  const bottom = input.height - MARGIN.bottom;
  const ticks = niceTicks(domainOf(extent, input.fromZero), 3);
  const domain = { low: ticks.at(0) ?? 0, high: ticks.at(-1) ?? 1 };
  const steps = Math.max(values.length, before.length, 2) - 1;
  const x = (index: number) => left + (index / steps) * (right - left);
  const y = linear(domain, { low: bottom, high: top });
  const dotted = isSparse(values);
  const path = dotted ? dotPath : linePath;
  const base = y(Math.max(domain.low, Math.min(0, domain.high)));
  const place = (value: Value | undefined) =>
    value === null || value === undefined ? null : y(value);
  return {
    plot: { left, right, top, bottom },
    yTicks: ticks.map((value) => ({ value, y: y(value) })),
    xTicks: tickIndexes(values.length, right - left).map((index) => ({
      date: input.series[index]?.date ?? "",
      x: x(index),
      anchor: anchorOf(x(index), left, right),
    })),
    actual: path(values, x, y),
    area: dotted ? "" : areaPath(values, x, y, base),
    previous: path(before, x, y),
    band: bandPath(low, high, x, y),
    dotted,
    points: values.map((value, i) => ({ x: x(i), y: place(value), previousY: place(before[i]) })),
  };
}

/** The point nearest to a horizontal position. */
export const nearestOf = (xs: number[], px: number): number =>
  xs.reduce((best, x, i) => (Math.abs(x - px) < Math.abs((xs[best] ?? 0) - px) ? i : best), 0);

/** The day nearest to a horizontal position. */
export const nearestIndex = (shape: TimeSeriesShape, px: number): number =>
  nearestOf(
    shape.points.map((point) => point.x),
    px,
  );
