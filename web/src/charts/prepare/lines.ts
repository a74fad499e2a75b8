import { extentOf, linear, linePath, niceTicks, type Value } from "./scale";
import { anchorOf, domainOf, MARGIN, tickIndexes } from "./time-series";

export interface LinesInput {
  dates: string[];
  lines: { name: string; values: Value[] }[];
  width: number;
  height: number;
  fromZero: boolean;
}

/** Several series over the same days on one scale. */
export function prepareLines({ dates, lines, width, height, fromZero }: LinesInput) {
  const extent = extentOf(...lines.map((line) => line.values));
  if (!extent) return null;
  const { left, top } = MARGIN;
  const right = Math.max(left + 1, width - MARGIN.right);
  const ticks = niceTicks(domainOf(extent, fromZero), 3);
  const domain = { low: ticks.at(0) ?? 0, high: ticks.at(-1) ?? 1 };
  const x = (index: number) => left + (index / Math.max(1, dates.length - 1)) * (right - left);
  const y = linear(domain, { low: height - MARGIN.bottom, high: top });
  return {
    plot: { left, right, top, bottom: height - MARGIN.bottom },
    yTicks: ticks.map((value) => ({ value, y: y(value) })),
    xTicks: tickIndexes(dates.length, right - left).map((index) => ({
      date: dates[index] ?? "",
      x: x(index),
      anchor: anchorOf(x(index), left, right),
    })),
    paths: lines.map((line) => linePath(line.values, x, y)),
    xs: dates.map((_, index) => x(index)),
    ys: lines.map((line) => line.values.map((value) => (value === null ? null : y(value)))),
  };
}
