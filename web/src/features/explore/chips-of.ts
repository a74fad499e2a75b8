import type { Answer, SemanticQuery } from "@/api/types";
import { layoutOf } from "@/charts/prepare/answer";
import { formatDayRange } from "@/lib/format";

export type ChipKind = "metric" | "by" | "when" | "against" | "only" | "top" | "as" | "source";

/** One part of how a question was read. `assumed` when the question did not say it. */
export interface Chip {
  kind: ChipKind;
  text: string;
  assumed: boolean;
}

type Query = SemanticQuery;
type Filter = NonNullable<Query["filters"]>[number];

const AGAINST: Record<string, string> = {
  previous_period: "the period before",
  previous_year: "the same dates a year earlier",
};
const TRANSFORMS: Record<string, string> = {
  share_of_total: "share of the total",
  cumulative: "running total",
};
const OPERATORS: Record<string, string> = {
  "=": "is",
  in: "is",
  "!=": "is not",
  not_in: "is not",
  is_null: "is not given",
  is_not_null: "is given",
};

const spaced = (name: string) => name.replaceAll("_", " ");

/** Labels stand inside a sentence here: "Total sales" becomes "total sales", "AOV" stays. */
export const inSentence = (label: string) =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

function days(query: Query, answer: Answer): string {
  const { window } = answer;
  if (!window) return spaced(query.time.expr);
  const range =
    query.time.start === null
      ? `up to ${formatDayRange(window.end, window.end)}`
      : formatDayRange(window.start, window.end);
  return /^[a-z][a-z0-9_]*$/.test(query.time.expr)
    ? `${spaced(query.time.expr.replace(/^default_/, ""))}, ${range}`
    : range;
}

function against(query: Query, answer: Answer): string | null {
  if (!query.compare) return null;
  const range = answer.previous ? formatDayRange(answer.previous.start, answer.previous.end) : "";
  const name = AGAINST[query.compare.to];
  return name ? `${name}${range && `, ${range}`}` : range || spaced(query.compare.to);
}

function filterText({ field, op, value }: Filter): string {
  const values = Array.isArray(value) ? value.join(" or ") : value;
  return [spaced(field), OPERATORS[op] ?? op, values].filter((part) => part != null).join(" ");
}

function splits(answer: Answer, query: Query): string[] {
  const labels = layoutOf(answer.columns)
    .groups.filter(({ column }) => column.role === "dimension")
    .map(({ column }) => inSentence(column.label));
  return query.grain ? [query.grain, ...labels] : labels;
}

const metricNames = (answer: Answer) => [
  ...new Set(
    answer.columns
      .filter((column) => column.role === "value")
      .map((column) => inSentence(column.label)),
  ),
];

/** How a question was read, part by part, in the order people ask. */
export function chipsOf(answer: Answer): Chip[] {
  const query = answer.semantic_query;
  if (!query) return [];
  const assumed = new Set((answer.assumptions ?? []).map((assumption) => assumption.slot));
  const chips: Chip[] = [];
  const add = (kind: ChipKind, text: string | null | undefined, slot = "") => {
    if (text) chips.push({ kind, text, assumed: assumed.has(slot) });
  };
  add("metric", metricNames(answer).join(", ") || query.metrics.map(spaced).join(", "), "metric");
  add("by", splits(answer, query).join(", "));
  add("when", days(query, answer), "time");
  add("against", against(query, answer), "compare");
  for (const filter of query.filters ?? []) add("only", filterText(filter));
  if (query.limit) add("top", String(query.limit));
  add("as", query.transform && TRANSFORMS[query.transform]);
  add("source", answer.source);
  return chips;
}

const IN_CHIPS = new Set(["time", "metric", "compare"]);

/** What was read into the question besides: typos mended, values recognised, limits of the data. */
export const notesOf = (answer: Answer): string[] =>
  (answer.assumptions ?? [])
    .filter(({ slot }) => !IN_CHIPS.has(slot) && slot !== "follow_up")
    .map(({ text }) => text);

const MADE_BY: Record<string, string> = {
  seed: "known since the import",
  rule: "read by rule",
  llm: "model-written, unverified",
  user: "edited by a person",
};

/** Where the reading came from and how long it took: "from cache, asked 12 times · 4 ms". */
export function originOf({ cache, ms }: Pick<Answer, "cache" | "ms">): string {
  const made = MADE_BY[cache.source ?? ""] ?? "a change to the question before";
  const cached =
    cache.hits > 1 ? `from cache, asked ${cache.hits} times` : "from cache, asked once";
  const time = `${Math.max(1, Math.round(ms))} ms`;
  return [cache.hit ? cached : "asked for the first time", made, time].join(" · ");
}
