import { describe, expect, it } from "vitest";
import type { Insight, InsightColumn, InsightPart } from "@/api/types";
import { cellText, stepOf } from "@/blocks/insight-cell";
import { layOut } from "./flow-layout";
import { spoken, stopAfter } from "./flow-stops";
import { gridOf, tintOf } from "./grid";
import { answerOf, chartOf } from "./part-data";
import { nextSorting, sorted } from "./sorting";

const column = (name: string, unit: string, role: string): InsightColumn =>
  ({ name, label: name, unit, role, better: "neutral", help: null }) as InsightColumn;

const partOf = (mark: string, columns: InsightColumn[], rows: unknown[][]): InsightPart =>
  ({ key: "p", title: "P", mark, columns, rows, total: rows.length }) as unknown as InsightPart;

const PAGE = { currency: "EUR", window: null, previous: null } as unknown as Insight;

describe("a heatmap", () => {
  const part = partOf(
    "heatmap",
    [
      column("cohort", "date", "row"),
      column("customers", "count", "row"),
      column("step", "count", "step"),
      column("retention", "percent", "value"),
    ],
    [
      ["2026-01-01", 10, 0, 1],
      ["2026-01-01", 10, 1, 0.2],
      ["2026-02-01", 5, 0, 1],
      ["2026-02-01", 5, 1, null],
    ],
  );

  it("has a row for each cohort and a blank for what is not known", () => {
    const grid = gridOf(part);
    expect(grid.steps).toEqual(["0", "1"]);
    expect(grid.rows.map(({ heads }) => heads)).toEqual([
      ["2026-01-01", 10],
      ["2026-02-01", 5],
    ]);
    expect(grid.rows[1]?.cells.get("1")).toEqual({ value: null, predicted: false });
  });

  it("tints by the greatest after the first step, which is all of it", () => {
    expect(gridOf(part).top).toBe(0.2);
    expect(tintOf(0.2, 0.2)).toBe(tintOf(1, 0.2));
    expect(tintOf(null, 0.2)).toBe(0);
    expect(tintOf(0.1, 0)).toBe(0);
  });
});

describe("a matrix", () => {
  const part = partOf(
    "matrix",
    [
      column("recency", "text", "row"),
      column("worth", "text", "step"),
      column("customers", "count", "value"),
      column("segment", "text", "value"),
    ],
    [["R5", "FM5", 427, "Champions"]],
  );

  it("says what a place is called, where the part does", () => {
    const cell = gridOf(part).rows[0]?.cells.get("FM5");
    expect(cell).toEqual({ value: 427, predicted: false, word: "Champions" });
  });
});

describe("what is expected", () => {
  const part = partOf(
    "heatmap",
    [
      column("cohort", "date", "row"),
      column("step", "count", "step"),
      column("retention", "percent", "value"),
      column("expected", "percent", "predicted"),
    ],
    [
      ["2026-01-01", 0, 1, null],
      ["2026-01-01", 1, 0.2, 0.3],
      ["2026-01-01", 2, null, 0.15],
      ["2026-01-01", 3, null, null],
    ],
  );

  it("stands where nothing was counted yet, and is told apart", () => {
    const cells = gridOf(part).rows[0]?.cells;
    expect([...(cells?.values() ?? [])]).toEqual([
      { value: 1, predicted: false },
      { value: 0.2, predicted: false },
      { value: 0.15, predicted: true },
      { value: null, predicted: false },
    ]);
  });
});

describe("days that stand for more", () => {
  const by = (grain: string) =>
    ({ ...PAGE, options: [{ name: "grain", value: grain }] }) as unknown as Insight;
  const cohorts = (...days: string[]) =>
    partOf(
      "table",
      [column("cohort", "date", "row")],
      days.map((day) => [day]),
    );
  const said = (part: InsightPart, insight: Insight) => {
    const [head] = part.columns;
    return part.rows.map(([day]) =>
      head ? cellText(day, head, "EUR", stepOf(part, 0, insight)) : "",
    );
  };

  it("are written as the month or quarter that begins there", () => {
    const part = cohorts("2025-10-01", "2026-01-01");
    expect(said(part, by("month"))).toEqual(["Oct 2025", "Jan 2026"]);
    expect(said(part, by("quarter"))).toEqual(["Q4 2025", "Q1 2026"]);
    expect(said(part, by("week"))).toEqual(["1 Oct 2025", "1 Jan 2026"]);
    expect(said(part, PAGE)).toEqual(["1 Oct 2025", "1 Jan 2026"]);
  });

  it("are months where not every one begins a quarter", () => {
    const part = cohorts("2025-10-01", "2025-11-01");
    expect(said(part, by("quarter"))).toEqual(["Oct 2025", "Nov 2025"]);
  });

  it("are left alone where they are days: when something was sent", () => {
    const part = partOf("table", [column("sent", "date", "name")], [["2026-01-01"]]);
    expect(said(part, by("month"))).toEqual(["1 Jan 2026"]);
  });
});

describe("a flow", () => {
  const links = [
    { step: 1, from: "a", to: "a", value: 6 },
    { step: 1, from: "a", to: "b", value: 2 },
    { step: 1, from: "b", to: "b", value: 4 },
    { step: 2, from: "a", to: "end", value: 6 },
    { step: 2, from: "a", to: "none", value: 0 },
  ];
  const { nodes, ribbons, steps } = layOut(links, 200);
  const node = (id: string) => nodes.find((one) => one.id === id);

  it("gives each node the height of what goes through it", () => {
    expect(steps).toBe(4);
    expect(node("1:a")?.value).toBe(8);
    expect(node("2:b")?.value).toBe(6);
    const ratio = (node("1:a")?.height ?? 0) / (node("1:b")?.height ?? 1);
    expect(ratio).toBeCloseTo(2);
  });

  it("keeps every ribbon inside of its nodes and the picture inside of its box", () => {
    for (const ribbon of ribbons) {
      const from = node(`${ribbon.step}:${ribbon.from}`);
      const to = node(`${ribbon.step + 1}:${ribbon.to}`);
      expect(ribbon.fromY).toBeGreaterThanOrEqual(from?.y ?? Number.NaN);
      const end = (to?.y ?? 0) + (to?.height ?? 0);
      expect(ribbon.toY + ribbon.thickness).toBeLessThanOrEqual(end + 0.001);
    }
    expect(Math.max(...nodes.map(({ y, height }) => y + height))).toBeLessThanOrEqual(200.001);
  });

  it("is read stop by stop", () => {
    const flow = layOut(links, 200);
    const from = (id: string, key: string) => {
      const start = flow.nodes.find((one) => one.id === id);
      return start && stopAfter(flow.nodes, start, key)?.id;
    };
    expect(from("1:a", "ArrowDown")).toBe("1:b");
    expect(from("1:a", "ArrowUp")).toBeUndefined();
    expect(from("1:a", "ArrowRight")).toMatch(/^2:/);
    expect(from("2:b", "ArrowLeft")).toMatch(/^1:/);
    expect(from("1:a", "Enter")).toBeUndefined();
    const start = flow.nodes.find(({ id }) => id === "1:a");
    expect(start && spoken(start, flow, String)).toBe("a: 8. Onward: a 6, b 2");
  });

  it("leaves out what nobody went and draws nothing of nothing", () => {
    expect(ribbons).toHaveLength(4);
    expect(layOut([], 200)).toEqual({ steps: 0, nodes: [], ribbons: [] });
  });
});

describe("rows", () => {
  const rows = [
    ["b", 2],
    ["a", null],
    ["c", 10],
  ];

  it("are sorted by a column, what is unknown last whichever way", () => {
    expect(sorted(rows, { at: 1, down: true }).map(([name]) => name)).toEqual(["c", "b", "a"]);
    expect(sorted(rows, { at: 1, down: false }).map(([name]) => name)).toEqual(["b", "c", "a"]);
    expect(sorted(rows, { at: 0, down: false }).map(([name]) => name)).toEqual(["a", "b", "c"]);
    expect(sorted(rows, null)).toBe(rows);
  });

  it("begin with the greatest figure and turn round at a second press", () => {
    const first = nextSorting(null, 1, true);
    expect(first).toEqual({ at: 1, down: true });
    expect(nextSorting(first, 1, true)).toEqual({ at: 1, down: false });
    expect(nextSorting(first, 0, false)).toEqual({ at: 0, down: false });
  });
});

describe("a part as an answer", () => {
  const part = partOf(
    "lines",
    [
      column("day", "date", "step"),
      column("value", "money", "value"),
      column("before", "money", "previous"),
    ],
    [["2026-11-01", 5, 4]],
  );

  it("keeps what a figure is compared with beside it", () => {
    const [, value, before] = answerOf(part, PAGE).columns;
    expect([value?.role, before?.role, before?.of]).toEqual(["value", "previous", "value"]);
    expect(chartOf(part)).toEqual({ kind: "line", x: "day", y: ["value"], split: null });
  });

  it("writes cells in their units", () => {
    expect(cellText(12.5, column("x", "money", "value"), "EUR")).toBe("€12.50");
    expect(cellText(null, column("x", "money", "value"), "EUR")).toBe("–");
    expect(cellText(3.5, column("x", "days", "value"), "EUR")).toBe("3.5 d");
    expect(cellText(312.716457, column("x", "days", "value"), "EUR")).toBe("312.7 d");
    expect(cellText(39, column("x", "days", "value"), "EUR")).toBe("39 d");
  });
});
