import { describe, expect, it } from "vitest";
import type { SqlAnswer } from "@/api/types";
import { layoutOf } from "@/charts/prepare/answer";
import { hasClash, splitLines, timeLines } from "@/charts/prepare/answer-series";
import { chartOfSql, dataOfSql } from "./sql-data";

const answer = (columns: [string, string][], rows: SqlAnswer["rows"]): SqlAnswer => ({
  columns: columns.map(([name]) => name),
  types: columns.map(([, type]) => type),
  rows,
  sql: "",
  truncated: false,
  ms: 1,
});
const month: [string, string] = ["month", "TIMESTAMP"];
const orders: [string, string] = ["orders", "BIGINT"];
const channel: [string, string] = ["channel", "VARCHAR"];

describe("what is drawn first of a statement's rows", () => {
  it("puts days along and figures up, a name into the split", () => {
    const rows = answer([month, channel, orders], [["2026-01-01T00:00:00", "Email", 1]]);
    expect(chartOfSql(rows)).toEqual({ kind: "line", x: "month", y: ["orders"], split: "channel" });
  });
  it("takes numbers that name things for no figures", () => {
    const rows = answer(
      [
        ["order_id", "BIGINT"],
        ["line_no", "INTEGER"],
      ],
      [[1, 1]],
    );
    expect(chartOfSql(rows).kind).toBe("table");
  });
  it("shows one row of figures as numbers and names as bars", () => {
    expect(chartOfSql(answer([orders], [[5]])).kind).toBe("number");
    expect(chartOfSql(answer([channel, orders], [["Email", 5]])).kind).toBe("bar");
  });
});

describe("a statement's rows as a chart", () => {
  it("read months off moments at midnight and leave a gap for one without a row", () => {
    const rows = answer(
      [month, orders],
      [
        ["2026-03-01T00:00:00", 3],
        ["2026-01-01T00:00:00", 1],
        ["2026-06-01T00:00:00", 6],
      ],
    );
    const data = dataOfSql(rows, chartOfSql(rows), "USD");
    expect(data.grain).toBe("month");
    const [line] = timeLines(data);
    expect(line?.series.map(({ value }) => value)).toEqual([1, null, 3, null, null, 6]);
  });
  it("draws decimals that came as text", () => {
    const rows = answer([channel, ["total", "DECIMAL(38,2)"]], [["Email", "12.50"]]);
    const data = dataOfSql(rows, chartOfSql(rows), "USD");
    const [measure] = layoutOf(data.columns).measures;
    if (!measure) throw new Error("no measure");
    expect(splitLines(data, measure, { x: "channel", split: null }).lines[0]?.values).toEqual([
      12.5,
    ]);
  });
  it("says when two rows would hide each other", () => {
    const rows = answer(
      [channel, orders],
      [
        ["Email", 1],
        ["Email", 2],
      ],
    );
    const chart = chartOfSql(rows);
    expect(hasClash(dataOfSql(rows, chart, "USD"), chart)).toBe(true);
  });
});
