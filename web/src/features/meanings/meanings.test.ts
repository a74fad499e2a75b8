import { describe, expect, it } from "vitest";
import type { PromptEntry, SqlTemplate } from "@/api/types";
import { ageOf } from "./age";
import { asText, inWords, typedChange } from "./in-words";
import { isDescending } from "./list-state";
import { averageText, modelText, nameOf, savedText, thumbsText } from "./words";

const QUESTION: NonNullable<PromptEntry["question"]> = {
  metrics: ["net_sales", "aov"],
  dimensions: ["country"],
  grain: "week",
  time: "default_last_30_days",
  filters: [{ field: "sales_channel", op: "in", value: ["email", "search"] }],
  order: [],
  compare: "previous_period",
  limit: 10,
  transform: null,
};
const asked = (question: PromptEntry["question"]) => ({ question, sql: null });
const written = { question: null, sql: "SELECT 1" };

describe("a meaning", () => {
  it("is told in words, with its time as it was said", () => {
    expect(inWords(asked(QUESTION))).toBe(
      "net sales and aov by country and week, last 30 days, sales channel is Email or Search, against previous period, 10 rows",
    );
    expect(inWords(written)).toBe("Answered by one SQL statement");
  });
  it("is edited as what it says, and comes back as it was", () => {
    const text = asText(asked(QUESTION));
    expect(text).not.toMatch(/null|order/);
    expect(text.split("\n")).toHaveLength(9);
    const { transform: _, order: __, ...said } = QUESTION;
    expect(typedChange(asked(QUESTION), text)).toEqual({ question: said });
    expect(typedChange(written, asText(written))).toEqual({ sql: "SELECT 1" });
  });
  it("is no change while it is not whole", () => {
    for (const text of ["", "{", "[]", "null", '"orders"', "{'metrics': 1}"])
      expect(typedChange(asked(QUESTION), text)).toBeNull();
    expect(typedChange(written, "  ")).toBeNull();
  });
});

describe("age", () => {
  const ago = (ms: number) => ageOf(new Date(1_000_000_000_000 - ms).toISOString(), NOW);
  const NOW = new Date(1_000_000_000_000);
  it("is told in its largest whole unit", () => {
    expect([59_000, 60_000, 3_599_000, 3_600_000, 86_399_000].map(ago)).toEqual([
      "just now",
      "1 min",
      "59 min",
      "1 h",
      "23 h",
    ]);
    expect([86_400_000, 2 * 86_400_000].map(ago)).toEqual(["1 day", "2 days"]);
  });
  it("is never below nothing when a clock is behind", () => {
    expect(ago(-90_000)).toBe("just now");
  });
});

describe("the words of a list", () => {
  const template = (part: Partial<SqlTemplate>) =>
    nameOf({ key: "h", hash: "h", semantic_query: {}, sql: "SELECT 1", ...part } as SqlTemplate);
  it("name a statement by its key, its question or what it reads", () => {
    expect(template({ key: "total_sales" })).toBe("total sales");
    const query = { metrics: ["net_sales"], dimensions: ["country"] };
    expect(template({ semantic_query: query })).toBe("net sales by country");
    expect(template({ sql: "SELECT a FROM (\n SELECT b FROM sales_ledger)" })).toBe(
      "Reads sales ledger",
    );
    expect(template({})).toBe("Reads no table");
  });
  it("say what a model took and what was saved, with no price made up", () => {
    const use = { readings: 2, tokens_in: 1200, tokens_out: 80, cost: "0.0021" } as PromptEntry;
    expect(modelText(use)).toBe("2 readings: 1,200 tokens in, 80 out, US$0.0021");
    expect(modelText({ ...use, cost: null })).toMatch(/cost not known$/);
    expect(modelText({ ...use, readings: 0 })).toBe("None was needed");
    const saved = { readings_saved: 1, tokens_saved: 640, cost_saved: null } as PromptEntry;
    expect(savedText(saved)).toBe("1 reading: 640 tokens, cost not known");
  });
  it("tell times in tenths of milliseconds until they are seconds", () => {
    expect([null, 4.26, 999.94, 7292.2].map(averageText)).toEqual([
      "–",
      "4.3 ms",
      "999.9 ms",
      "7.3 s",
    ]);
  });
  it("count thumbs, and order names from A but figures from the most", () => {
    expect(thumbsText({ feedback_up: 0, feedback_down: 0 })).toBe("–");
    expect(thumbsText({ feedback_up: 3, feedback_down: 1 })).toBe("3 up, 1 down");
    expect(["prompt", "key", "hits"].map(isDescending)).toEqual([false, false, true]);
  });
});
