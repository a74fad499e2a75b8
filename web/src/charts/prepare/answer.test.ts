import { describe, expect, it } from "vitest";
import { type AnswerData, type Column, groupText, isNew, layoutOf, type Row } from "./answer";
import { barPlaces, splitLines, timeLines } from "./answer-series";
import { chartByRule, kindsFor } from "./chart-rule";

const column = (name: string, role: Column["role"], more: Partial<Column> = {}): Column => ({
  name,
  label: name,
  unit: role === "dimension" ? "text" : role.endsWith("date") ? "date" : "money",
  role,
  of: role === "dimension" ? name : "total_sales",
  ...more,
});
const sales = column("total_sales", "value");
const before = column("total_sales_previous", "previous");
const change = column("total_sales_change_pct", "change_pct", { unit: "percent" });
const day = column("day", "date");
const dayBefore = column("previous_day", "previous_date");
const channel = column("channel", "dimension");

const answer = (columns: Column[], rows: Row[]): AnswerData => ({
  columns,
  rows,
  currency: "USD",
  grain: "day",
  window: null,
  previous: null,
  truncated: false,
});

describe("what columns are for", () => {
  it("puts what a figure is compared with beside it", () => {
    const { groups, measures } = layoutOf([channel, sales, before, change]);
    expect(groups.map(({ column: { name } }) => name)).toEqual(["channel"]);
    expect(measures).toMatchObject([{ key: "total_sales", at: 1, previousAt: 2, changeAt: 3 }]);
  });
  it("says a figure is new where there was none, and only then", () => {
    const [measure] = layoutOf([channel, sales, before]).measures;
    if (!measure) throw new Error("no measure");
    expect(isNew(["Email", 5, 0], measure)).toBe(true);
    expect(isNew(["Email", 0, 0], measure)).toBe(false);
    expect(isNew(["Email", 5, 4], measure)).toBe(false);
  });
  it("writes days by their grain and says when a value is missing", () => {
    const group = { at: 0, column: day };
    expect(groupText(["2026-10-05"], group, "week")).toBe("Week of 5 Oct 2026");
    expect(groupText(["2026-10-01"], group, "quarter")).toBe("Q4 2026");
    expect(groupText([null], { at: 0, column: channel }, null)).toBe("Not given");
  });
  it("names channels in words and leaves a store's own words alone", () => {
    const named = (value: string, group = channel) =>
      groupText([value], { at: 0, column: group }, null);
    expect(named("paid_search")).toBe("Paid search");
    expect(named("sms")).toBe("SMS");
    expect(named("two_piece set", column("product", "dimension"))).toBe("two_piece set");
  });
});

describe("the chart by rule", () => {
  const rows = (count: number): Row[] => Array.from({ length: count }, (_, i) => [`c${i}`, i]);
  it("is a number, a line, bars or a table, by shape alone", () => {
    expect(chartByRule(answer([sales], [[1]])).kind).toBe("number");
    expect(chartByRule(answer([day, sales], [["2026-10-01", 1]])).kind).toBe("line");
    expect(chartByRule(answer([channel, sales], rows(20))).kind).toBe("bar");
    expect(chartByRule(answer([channel, sales], rows(21))).kind).toBe("table");
  });
  it("puts time along the bottom and the other group into the split", () => {
    const spec = chartByRule(answer([channel, day, sales], [["Email", "2026-10-01", 1]]));
    expect(spec).toEqual({ kind: "line", x: "day", y: ["total_sales"], split: "channel" });
  });
  it("offers only what the rows can be drawn as", () => {
    expect(kindsFor(answer([channel, sales], rows(3)))).toEqual(["column", "bar", "table"]);
    expect(kindsFor(answer([channel], [["Email"]]))).toEqual(["table"]);
  });
});

describe("series over time", () => {
  it("run in the order of their days, each period by its own", () => {
    const data = answer(
      [day, sales, dayBefore, before],
      [
        ["2026-10-02", 2, "2026-09-02", 20],
        ["2026-10-01", 1, "2026-09-01", 10],
        [null, null, "2026-09-03", 30],
      ],
    );
    const [line] = timeLines(data);
    expect(line?.series.map(({ value }) => value)).toEqual([1, 2]);
    expect(line?.previous.map(({ date }) => date.slice(8))).toEqual(["01", "02", "03"]);
  });
  it("leave a gap where a value has no row for a day, the largest first", () => {
    const data = answer(
      [day, channel, sales],
      [
        ["2026-10-01", "Email", 1],
        ["2026-10-02", "Email", 2],
        ["2026-10-02", "Search", 50],
      ],
    );
    const [measure] = layoutOf(data.columns).measures;
    if (!measure) throw new Error("no measure");
    const { along, lines, total } = splitLines(data, measure, { x: "day", split: "channel" });
    expect(along).toEqual(["2026-10-01", "2026-10-02"]);
    expect(lines).toEqual([
      { name: "Search", values: [null, 50] },
      { name: "Email", values: [1, 2] },
    ]);
    expect(total).toBe(2);
  });
});

describe("bars", () => {
  it("start at zero, to the left of it for what is below", () => {
    const place = barPlaces([30, -10], [20]);
    expect(place(30)).toEqual({ left: 25, width: 75 });
    expect(place(-10)).toEqual({ left: 0, width: 25 });
    expect(place(null)).toBeNull();
  });
});
