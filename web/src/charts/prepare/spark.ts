import { areaPath, extentOf, linear, linePath, type Value } from "./scale";

export const SPARK = { width: 290, height: 46, top: 6, bottom: 8 } as const;

export interface SparkShape {
  actual: string;
  area: string;
  previous: string;
}

/**
 * A trend without axes: both periods share one scale and start at the same edge, so that the dotted
 * line can be read against the solid one. `null` when there is nothing to draw.
 */
export function prepareSpark(values: Value[], previous: Value[]): SparkShape | null {
  const extent = extentOf(values, previous);
  if (!extent || extentOf(values) === null) return null;
  const steps = Math.max(values.length, previous.length, 2) - 1;
  const x = (index: number) => (index / steps) * SPARK.width;
  // A flat series lies low and still, instead of on the floor or through the middle.
  const domain =
    extent.low === extent.high ? { low: extent.low - 1, high: extent.high + 2 } : extent;
  const y = linear(domain, { low: SPARK.height - SPARK.bottom, high: SPARK.top });
  return {
    actual: linePath(values, x, y),
    area: areaPath(values, x, y, SPARK.height),
    previous: linePath(previous, x, y),
  };
}
