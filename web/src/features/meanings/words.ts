import type { SqlTemplate } from "@/api/types";
import { spaced } from "@/lib/phrases";

/** Who made an entry, in words. */
export const SOURCES: Record<string, string> = {
  seed: "Known ahead",
  rule: "Read by rule",
  llm: "Language model",
  user: "Edited by a person",
};

export const STATUSES: Record<string, string> = {
  verified: "Verified",
  draft: "Draft",
  expired: "Expired",
};

export const ENTRY_SORTS: [string, string][] = [
  ["hits", "Most used"],
  ["last_hit_at", "Last used"],
  ["created_at", "Newest"],
  ["average_ms", "Slowest"],
  ["prompt", "By name"],
];

export const KINDS: Record<string, string> = {
  kpi: "Figure",
  rows: "Rows of a figure",
  count: "Count of rows",
  lineage: "Files of a figure",
  summary: "Summary page",
  query: "Question or widget",
  statement: "SQL of a person",
  profile: "Look over the data",
};

export const TEMPLATE_SORTS: [string, string][] = [
  ["runs", "Most run"],
  ["last_run_at", "Last run"],
  ["created_at", "Newest"],
  ["average_ms", "Slowest"],
  ["key", "By name"],
];

/** Options of a filter, the first of which filters nothing. */
export const anyOf = (names: Record<string, string>): [string, string][] => [
  ["", "All"],
  ...Object.entries(names),
];

export const averageText = (ms: number | null) => (ms === null ? "–" : `${ms.toFixed(1)} ms`);

interface Thumbs {
  feedback_up: number;
  feedback_down: number;
}

/** "3 up, 1 down", or a dash while nobody has said anything. */
export function thumbsText({ feedback_up, feedback_down }: Thumbs): string {
  if (feedback_up + feedback_down === 0) return "–";
  return `${feedback_up} up, ${feedback_down} down`;
}

/** Statements of questions are keyed by their hash, which says nothing: those are named by what they ask. */
export function nameOf({ key, hash, semantic_query }: SqlTemplate): string {
  if (key !== hash) return spaced(key);
  const { metrics, dimensions } = semantic_query as Record<string, string[] | undefined>;
  const parts = [metrics?.join(", ") ?? "SQL", ...(dimensions?.length ? ["by"] : [])];
  return spaced([...parts, dimensions?.join(", ")].filter(Boolean).join(" "));
}

/** "$start date, $end date". */
export function parametersText({ parameters }: SqlTemplate): string {
  const named = Object.entries(parameters).map(([name, type]) => `$${name} ${type}`);
  return named.join(", ") || "None";
}
