import type { PromptEntry, SqlTemplate } from "@/api/types";
import { formatCount, formatSeconds, plural } from "@/lib/format";
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

export function averageText(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1000 ? `${ms.toFixed(1)} ms` : formatSeconds(ms / 1000);
}

interface Thumbs {
  feedback_up: number;
  feedback_down: number;
}

/** "3 up, 1 down", or a dash while nobody has said anything. */
export function thumbsText({ feedback_up, feedback_down }: Thumbs): string {
  if (feedback_up + feedback_down === 0) return "–";
  return `${feedback_up} up, ${feedback_down} down`;
}

/** A statement keyed by its own hash is named by what it asks or, where it asks no question, by what it reads. */
export function nameOf({ key, hash, semantic_query, sql }: SqlTemplate): string {
  if (key !== hash) return spaced(key);
  const { metrics, dimensions } = semantic_query as Record<string, string[] | undefined>;
  if (!metrics) return `Reads ${spaced(/\bFROM\s+"?(\w+)/i.exec(sql)?.[1] ?? "no table")}`;
  const split = dimensions?.length ? ` by ${dimensions.join(", ")}` : "";
  return spaced(metrics.join(", ") + split);
}

/** "$start date, $end date". */
export function parametersText({ parameters }: SqlTemplate): string {
  const named = Object.entries(parameters).map(([name, type]) => `$${name} ${type}`);
  return named.join(", ") || "None";
}

/** Language models are paid in US dollars whatever the store's currency; null where no price is known. */
const dollars = (cost: string | null) => (cost === null ? "cost not known" : `US$${cost}`);

/** What reading an entry by a language model has taken. */
export function modelText({ readings, tokens_in, tokens_out, cost }: PromptEntry): string {
  if (readings === 0) return "None was needed";
  const tokens = `${formatCount(tokens_in)} tokens in, ${formatCount(tokens_out)} out`;
  return `${plural(readings, "reading")}: ${tokens}, ${dollars(cost)}`;
}

/** What known wordings have spared since. */
export function savedText({ readings_saved, tokens_saved, cost_saved }: PromptEntry): string {
  const tokens = `${formatCount(tokens_saved)} tokens`;
  return `${plural(readings_saved, "reading")}: ${tokens}, ${dollars(cost_saved)}`;
}
