import { describe, expect, it } from "vitest";
import { prepareColumns } from "./columns";
import { spine, stepOf } from "./spine";

const input = {
  along: ["a", "b"],
  previous: [],
  stacked: true,
  width: 352,
  height: 130,
};

describe("columns", () => {
  it("stand on each other from zero, what is below zero under it", () => {
    const shape = prepareColumns({
      ...input,
      lines: [
        { name: "one", values: [30, -10] },
        { name: "two", values: [10, null] },
      ],
    });
    if (!shape) throw new Error("nothing drawn");
    const [first, second, below] = shape.bars;
    expect(shape.bars).toHaveLength(3);
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBeCloseTo(shape.zero);
    expect((second?.y ?? 0) + (second?.height ?? 0)).toBeCloseTo(first?.y ?? 0);
    expect(first?.height).toBeCloseTo(3 * (second?.height ?? 0));
    expect(below?.y).toBeCloseTo(shape.zero);
  });
  it("stand side by side where they do not add up", () => {
    const shape = prepareColumns({
      ...input,
      stacked: false,
      lines: [
        { name: "one", values: [3, 3] },
        { name: "two", values: [3, 3] },
      ],
    });
    const [one, two] = shape?.bars ?? [];
    expect(two?.x).toBeCloseTo((one?.x ?? 0) + (one?.width ?? 0));
    expect(two?.y).toBe(one?.y);
  });
  it("keep what they are compared with in the picture", () => {
    const shape = prepareColumns({
      ...input,
      previous: [90, 10],
      lines: [{ name: "one", values: [3, 3] }],
    });
    expect(shape?.yTicks.at(-1)?.value).toBeGreaterThanOrEqual(90);
    expect(shape?.previous).toMatch(/^M/);
  });
  it("are nothing without a figure", () => {
    expect(prepareColumns({ ...input, lines: [{ name: "one", values: [null, null] }] })).toBeNull();
  });
});

describe("a spine of days", () => {
  it("reads the step off the days", () => {
    expect(stepOf(["2024-01-01", "2026-01-01"])).toBe("year");
    expect(stepOf(["2026-01-01", "2026-04-01"])).toBe("quarter");
    expect(stepOf(["2026-01-01", "2026-02-01"])).toBe("month");
    expect(stepOf(["2026-11-02", "2026-11-16"])).toBe("week");
    expect(stepOf(["2026-11-02", "2026-11-03"])).toBe("day");
  });
  it("fills what is missing, across years and the end of daylight saving", () => {
    expect(spine(["2027-01-01", "2026-11-01"], "month")).toEqual([
      "2026-11-01",
      "2026-12-01",
      "2027-01-01",
    ]);
    expect(spine(["2026-10-31", "2026-11-02"], "day")).toHaveLength(3);
  });
  it("never grows without bounds", () => {
    expect(spine(["0001-01-01", "2026-01-02"], "day")).toHaveLength(2);
  });
});
