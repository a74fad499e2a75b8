import type { PromptEntry } from "@/api/types";
import { filterText, spaced } from "@/lib/phrases";

type Meaning = PromptEntry["question"];

/** "aov by country, last 30 days, channel is email, against previous period, 10 rows". */
export function inWords(question: Meaning): string {
  const { metrics, dimensions, grain, time, filters, compare, limit, transform } = question;
  const splits = [...dimensions, ...(grain ? [grain] : [])].map(spaced);
  const what = metrics.map(spaced).join(" and ");
  return [
    splits.length > 0 ? `${what} by ${splits.join(" and ")}` : what,
    spaced(time.replace(/^default_/, "")),
    ...filters.map(({ field, op, value }) =>
      filterText({ field: String(field), op: String(op), value }),
    ),
    compare && `against ${spaced(compare)}`,
    limit && `${limit} rows`,
    transform && spaced(transform),
  ]
    .filter(Boolean)
    .join(", ");
}

const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);

/** A meaning as people check and edit it: its parts that say something, as JSON. */
export const inJson = (question: Meaning): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(question).filter(([, value]) => isSaid(value))),
    null,
    2,
  );

/** The meaning that was typed, or null while it is no JSON object. The server checks the rest. */
export function fromJson(text: string): Meaning | null {
  try {
    const typed: unknown = JSON.parse(text);
    const isObject = typeof typed === "object" && typed !== null && !Array.isArray(typed);
    return isObject ? (typed as Meaning) : null;
  } catch {
    return null;
  }
}
