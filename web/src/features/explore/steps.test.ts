import { describe, expect, it } from "vitest";
import type { Answer } from "@/api/types";
import { chipsOf, originOf } from "./chips-of";
import { editableSql } from "./editable";
import { metricGroups } from "./metric-popup";
import { onlyValue } from "./narrow";
import { changeStep, followed, stepOf, stepText, wordsOf } from "./steps";
import { uniqueOptions } from "./use-ask-options";

describe("steps in the address", () => {
  it("come back as they went in", () => {
    const change = changeStep({ metrics: ["aov"], compare: null });
    expect(stepOf(stepText(change))).toEqual(change);
    expect(stepOf(stepText({ words: "orders by week" }))).toEqual({ words: "orders by week" });
  });
  it("are words where no change can be read", () => {
    for (const text of [".{", ".null", ".[1]", "."]) expect(stepOf(text)).toEqual({ words: text });
  });
  it("join when one change follows another, and stay apart from words", () => {
    const [asked, last] = [{ words: "orders" }, changeStep({ time: "last_7_days", grain: "day" })];
    const next = changeStep({ grain: "week" });
    expect(followed([asked, last], next)).toEqual([
      asked,
      changeStep({ time: "last_7_days", grain: "week" }),
    ]);
    expect(followed([asked], next)).toEqual([asked, next]);
    expect(followed([last], { words: "by country" })).toHaveLength(2);
  });
  it("say what was changed", () => {
    expect(
      wordsOf({
        metrics: ["total_sales", "orders"],
        grain: "week",
        time: "last_90_days",
        compare: "previous_year",
      }),
    ).toBe("total sales and orders by week, last 90 days, against a year earlier");
    expect(wordsOf({ compare: null, limit: null })).toBe("not compared, all rows");
    expect(wordsOf({ filters: [] })).toBe("without a filter");
    expect(wordsOf({ time: "2026-01-01..2026-01-31" })).toBe("from 2026-01-01 to 2026-01-31");
    expect(wordsOf({ dimensions: [], grain: null })).toBe("in total");
  });
});

const answer = (more: Partial<Answer> = {}): Answer => ({
  id: "a",
  prompt: "total sales by channel",
  outcome: "answer",
  suggestions: [],
  question: {
    metrics: ["total_sales"],
    dimensions: ["channel"],
    time: "default_last_30_days",
    filters: [{ field: "country", op: "in", value: ["Canada", "France"] }],
    order: [],
    compare: "previous_year",
  },
  columns: [
    { name: "channel", label: "Channel", unit: "text", role: "dimension", of: "channel" },
    { name: "total_sales", label: "Total sales", unit: "money", role: "value", of: "total_sales" },
  ],
  rows: [],
  params: {},
  draft: false,
  sql_by: "compiler",
  sources: [],
  truncated: false,
  assumptions: [],
  currency: "USD",
  window: { start: "2026-10-24", end: "2026-11-22" },
  previous: { start: "2025-10-24", end: "2025-11-22" },
  cache: { hit: true, source: "seed", hits: 12, entry_id: "e" },
  ms: 3.6,
  ...more,
});

describe("chips", () => {
  it("tell every part, its days with the year where it is another, and what was assumed", () => {
    expect(chipsOf(answer()).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "metric total sales",
      "by channel",
      "when last 30 days, 24 Oct – 22 Nov",
      "against a year earlier, 24 Oct – 22 Nov 2025",
      "only country is Canada or France",
    ]);
    expect(chipsOf(answer()).find(({ kind }) => kind === "when")?.assumed).toBe(true);
  });
  it("stand on a question that no file answers", () => {
    const clarify = answer({ outcome: "clarify", columns: [], window: null, previous: null });
    expect(chipsOf(clarify).map(({ text }) => text)).toContain("last 30 days");
  });
  it("say where the reading came from", () => {
    expect(originOf(answer())).toBe("from cache, asked 12 times · known since the import · 4 ms");
  });
});

describe("one value of a split", () => {
  it("is asked for alone and over time", () => {
    expect(onlyValue(answer(), "channel", "Email")).toEqual({
      filters: [
        { field: "country", op: "in", value: ["Canada", "France"] },
        { field: "channel", op: "=", value: "Email" },
      ],
      dimensions: [],
      grain: "day",
    });
  });
  it("replaces a filter on the same dimension; nothing given is asked for as that", () => {
    expect(onlyValue(answer(), "country", null).filters).toEqual([
      { field: "country", op: "is_null" },
    ]);
  });
});

describe("the statement to edit", () => {
  it("has its values written out, with quotes doubled and other $ left alone", () => {
    expect(
      editableSql("SELECT '$start', $name FROM t WHERE d >= $start AND n > $n", {
        start: "2026-10-01",
        name: "it's",
        n: 5,
      }),
    ).toBe("SELECT '$start', 'it''s' FROM t WHERE d >= CAST('2026-10-01' AS DATE) AND n > 5");
  });
});

describe("offered questions", () => {
  it("are there once, without the one that is typed", () => {
    expect(uniqueOptions("orders", ["Orders", "AOV"], ["aov", "sales"])).toEqual(["AOV", "sales"]);
  });
});

describe("metrics to pick", () => {
  const metric = (key: string, more: object = {}) =>
    ({
      key,
      label: key,
      section: "Store",
      synonyms: ["takings"],
      available: true,
      ...more,
    }) as never;
  it("are those this data answers, found by their synonyms", () => {
    const all = [metric("total_sales"), metric("roas", { available: false })];
    expect(metricGroups(all, "takings")).toEqual([["Store", [all[0]]]]);
    expect(metricGroups(all, "nothing")).toEqual([]);
  });
});
