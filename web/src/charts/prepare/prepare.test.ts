import { describe, expect, it } from "vitest";
import { linePath, niceTicks, runsOf } from "./scale";
import { prepareSpark, SPARK } from "./spark";
import { nearestIndex, prepareTimeSeries } from "./time-series";

const identity = (value: number) => value;

describe("scale", () => {
  it("chooses ticks a person would", () => {
    expect(niceTicks({ low: 0, high: 7800 }, 4)).toEqual([0, 2000, 4000, 6000, 8000]);
    expect(niceTicks({ low: 0.021, high: 0.031 }, 4)).toEqual([
      0.02, 0.0225, 0.025, 0.0275, 0.03, 0.0325,
    ]);
  });
  it("has a scale for a series that never moves, and for zero", () => {
    const flat = niceTicks({ low: 50, high: 50 });
    expect(flat.at(0)).toBeLessThan(50);
    expect(flat.at(-1)).toBeGreaterThan(50);
    expect(niceTicks({ low: 0, high: 0 }).at(0)).toBe(0);
  });
  it("leaves a gap where a figure is missing", () => {
    expect(runsOf([1, null, 2, 3])).toEqual([
      [[0, 1]],
      [
        [2, 2],
        [3, 3],
      ],
    ]);
    expect(linePath([1, null, 2, 3], identity, identity)).toBe("M0.0,1.0L0.0,1.0M2.0,2.0L3.0,3.0");
  });
});

describe("spark", () => {
  it("spans the whole width and stays inside its height", () => {
    const shape = prepareSpark([1, 5, 3], [2, 2, 2]);
    const points = [...(shape?.actual ?? "").matchAll(/([\d.]+),([\d.]+)/g)];
    expect(points.map((point) => Number(point[1]))).toEqual([0, 145, SPARK.width]);
    for (const point of points) expect(Number(point[2])).toBeLessThanOrEqual(SPARK.height);
  });
  it("draws days without neighbours as dots, and no area under them", () => {
    const shape = prepareSpark([1, null, null, 4, 5, null, null, null], [2, null, 3]);
    expect(shape?.dotted).toBe(true);
    expect(shape?.area).toBe("");
    expect(shape?.actual.match(/M/g)).toHaveLength(3);
    expect(shape?.previous.match(/M/g)).toHaveLength(2);
    expect(prepareSpark([1, 2, null, 4], [])?.dotted).toBe(false);
    expect(prepareSpark([null, null, null, 4, 5], [])?.dotted).toBe(false);
  });
  it("draws nothing when there is nothing", () => {
    expect(prepareSpark([], [])).toBeNull();
    expect(prepareSpark([null, null], [1, 2])).toBeNull();
    expect(prepareSpark([5], [4])).toBeNull();
  });
});

const days = (values: (number | null)[]) =>
  values.map((value, i) => ({ date: `2026-10-${String(i + 1).padStart(2, "0")}`, value }));

describe("time series", () => {
  const input = {
    series: days([10, 20, 30, null, 50]),
    previous: days([5, 5, 5]),
    width: 400,
    height: 180,
  };
  it("starts sums at zero and rates near their figures", () => {
    expect(prepareTimeSeries({ ...input, fromZero: true })?.yTicks.at(0)?.value).toBe(0);
    const rates = { ...input, series: days([50, 60, 70]), previous: [] };
    expect(prepareTimeSeries({ ...rates, fromZero: false })?.yTicks.at(0)?.value).toBeGreaterThan(
      0,
    );
  });
  it("knows where each day stands, and which have nothing", () => {
    const shape = prepareTimeSeries({ ...input, fromZero: true });
    expect(shape?.points.map((point) => point.y === null)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(shape?.points.at(3)?.previousY).toBeNull();
    expect(shape && nearestIndex(shape, 0)).toBe(0);
    expect(shape && nearestIndex(shape, 399)).toBe(4);
  });
  it("never lets date labels touch", () => {
    const month = days(Array.from({ length: 30 }, (_, i) => i));
    const xs =
      prepareTimeSeries({ ...input, series: month, fromZero: true })?.xTicks.map((t) => t.x) ?? [];
    for (let i = 1; i < xs.length; i++) expect((xs[i] ?? 0) - (xs[i - 1] ?? 0)).toBeGreaterThan(50);
  });
  it("has no shape without a figure", () => {
    expect(
      prepareTimeSeries({ ...input, series: days([null]), previous: [], fromZero: true }),
    ).toBeNull();
  });
});
