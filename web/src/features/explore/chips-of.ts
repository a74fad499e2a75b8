import type { Answer, Question } from "@/api/types";
import { formatDayRange } from "@/lib/format";
import { filterText, inSentence, spaced } from "@/lib/phrases";

export type ChipKind = "metric" | "by" | "when" | "against" | "only" | "top" | "as";

/** One part of how a question was read. `assumed` when the question did not say it. */
export interface Chip {
  kind: ChipKind;
  text: string;
  assumed: boolean;
  /** Which of several filters it is. */
  place?: number;
}

const AGAINST: Record<string, string> = {
  previous_period: "the period before",
  weekday_matched: "the same weekdays before",
  previous_year: "a year earlier",
};
const TRANSFORMS: Record<string, string> = {
  share_of_total: "share of the total",
  cumulative: "running total",
};

type Window = Answer["window"];

/** Days with their year as soon as it is not this year's. */
function rangeText(window: Window, until: string): string {
  return window ? formatDayRange(window.start, window.end, until.slice(0, 4)) : "";
}

/** The last day anybody could mean: answers run to today or to where the data ends. */
const today = (answer: Answer) => answer.window?.end ?? answer.data_until ?? "";

function whenText(answer: Answer, { time }: Question): string {
  const named = /^[a-z][a-z0-9_]*$/.test(time) ? spaced(time.replace(/^default_/, "")) : null;
  if (answer.semantic_query && answer.semantic_query.time.start === null) {
    return `up to ${rangeText(answer.window && { ...answer.window, start: answer.window.end }, "")}`;
  }
  const range = rangeText(answer.window, today(answer));
  return [named, range].filter(Boolean).join(", ") || spaced(time);
}

function againstText(answer: Answer, { compare }: Question): string | null {
  if (!compare) return null;
  const range = rangeText(answer.previous, today(answer));
  const name = AGAINST[compare];
  return name ? [name, range].filter(Boolean).join(", ") : range || spaced(compare);
}

const labelsOf = (answer: Answer, role: "value" | "dimension") => [
  ...new Set(
    answer.columns
      .filter((column) => column.role === role)
      .map((column) => inSentence(column.label)),
  ),
];

/** Shares and running totals have no column of the plain figure, so its name comes from the parts. */
function metricText(answer: Answer, { metrics }: Question): string {
  const labels = labelsOf(answer, "value");
  return (labels.length === metrics.length ? labels : metrics.map(spaced)).join(", ");
}

function byText(answer: Answer, { dimensions, grain }: Question): string | null {
  const labels = labelsOf(answer, "dimension");
  const names = labels.length === dimensions.length ? labels : dimensions.map(spaced);
  return [grain, ...names].filter(Boolean).join(", ") || null;
}

/** How a question was read, part by part, in the order people ask. */
export function chipsOf(answer: Answer): Chip[] {
  const { question } = answer;
  if (!question) return [];
  const assumed = new Set(answer.assumptions.map((assumption) => assumption.slot));
  if (question.time.startsWith("default_")) assumed.add("time");
  const chips: Chip[] = [];
  const add = (kind: ChipKind, text: string | null | undefined, slot = "", place?: number) => {
    if (text)
      chips.push({ kind, text, assumed: assumed.has(slot), ...(place !== undefined && { place }) });
  };
  add("metric", metricText(answer, question), "metric");
  add("by", byText(answer, question));
  add("when", whenText(answer, question), "time");
  add("against", againstText(answer, question), "compare");
  question.filters.forEach((filter, place) => {
    const { field, op, value } = filter;
    add("only", filterText({ field: String(field), op: String(op), value }), "", place);
  });
  add("top", question.limit ? String(question.limit) : null);
  add("as", question.transform && TRANSFORMS[question.transform]);
  return chips;
}

const IN_CHIPS = new Set(["time", "metric", "compare", "follow_up"]);

/** What was read into the question besides: typos mended, values recognised, limits of the data. */
export const notesOf = (answer: Answer): string[] =>
  answer.assumptions.filter(({ slot }) => !IN_CHIPS.has(slot)).map(({ text }) => text);

const MADE_BY: Record<string, string> = {
  seed: "known since the import",
  rule: "read by rule",
  llm: "read by a model",
  user: "edited by a person",
};

/** Where the reading came from and how long it took: "from cache, asked 12 times · 4 ms". */
export function originOf({ cache, ms }: Pick<Answer, "cache" | "ms">): string {
  const time = `${Math.max(1, Math.round(ms))} ms`;
  if (!cache.source) return `a change to the question before · ${time}`;
  const asked = cache.hits > 1 ? `from cache, asked ${cache.hits} times` : "from cache, asked once";
  const first = "asked for the first time";
  return [cache.hit ? asked : first, MADE_BY[cache.source], time].join(" · ");
}
