import { areaPath, dotPath, extentOf, isSparse, linear, linePath, type Value } from "./scale";

const DOT_INSET = 5;
export const SPARK = { width: 290, height: 46, top: 6, bottom: 8 } as const;

export interface SparkShape {
  actual: string;
  area: string;
  previous: string;
  /** Drawn as dots: too few days have a figure for a line. */
  dotted: boolean;
}

/**
 * A trend without axes: both periods share one scale and start at the same edge, so that the dotted
 * line can be read against the solid one. `null` when there is nothing to draw; one day is no trend.
 */
export function prepareSpark(values: Value[], previous: Value[]): SparkShape | null {
  const extent = extentOf(values, previous);
  if (!extent || extentOf(values) === null || values.length < 2) return null;
  const steps = Math.max(values.length, previous.length, 2) - 1;
  const dotted = isSparse(values);
  // A dot on the very edge would be cut in half; a line runs through.
  const inset = dotted ? DOT_INSET : 0;
  const x = (index: number) => inset + (index / steps) * (SPARK.width - 2 * inset);
  // A flat series lies low and still, instead of on the floor or through the middle.
  const domain =
    extent.low === extent.high ? { low: extent.low - 1, high: extent.high + 2 } : extent;
  const y = linear(domain, { low: SPARK.height - SPARK.bottom, high: SPARK.top });
  const path = dotted ? dotPath : linePath;
  return {
    actual: path(values, x, y),
    area: dotted ? "" : areaPath(values, x, y, SPARK.height),
    previous: path(previous, x, y),
    dotted,
  };
}
