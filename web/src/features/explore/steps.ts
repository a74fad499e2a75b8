import type { Step } from "@/api/queries/ask";
import type { Question, QuestionChange } from "@/api/types";
import { filterText, spaced } from "@/lib/phrases";
import { customDays } from "@/lib/ranges";

const MARK = ".";

/** A step as the address has it: words as they were typed, or a change of parts behind a dot. */
export const stepText = (step: Step): string =>
  step.change ? `${MARK}${JSON.stringify(step.change)}` : step.words;

function changeIn(text: string): QuestionChange | null {
  try {
    const found: unknown = JSON.parse(text);
    return found !== null && typeof found === "object" && !Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}

/** The step that a text of an address stands for; a change that cannot be read is read as words. */
export function stepOf(text: string): Step {
  const change = text.startsWith(MARK) ? changeIn(text.slice(MARK.length)) : null;
  return change ? changeStep(change) : { words: text };
}

export const changeStep = (change: QuestionChange): Step => ({ words: wordsOf(change), change });

/** All parts of a question as one change: what a saved question opens with. */
export function wholeChange(question: Question): QuestionChange {
  const given = Object.entries(question).filter(
    ([, part]) => part !== null && !(Array.isArray(part) && part.length === 0),
  );
  // The server keeps a question's parts in looser types than it takes them, and checks them again.
  return Object.fromEntries(given) as QuestionChange;
}

const COMPARED: Record<string, string> = {
  previous_period: "against the period before",
  weekday_matched: "against the same weekdays before",
  previous_year: "against a year earlier",
};
const TRANSFORMED: Record<string, string> = {
  share_of_total: "as a share of the total",
  cumulative: "as a running total",
};

function timeWords(time: string): string {
  const days = customDays(time);
  return days ? `from ${days.start} to ${days.end}` : spaced(time.replace(/^default_/, ""));
}

function splitWords({ dimensions, grain }: QuestionChange): string | null {
  if (dimensions === undefined && grain === undefined) return null;
  const parts = [grain, ...(dimensions ?? []).map(spaced)].filter(Boolean);
  if (parts.length) return `by ${parts.join(" and ")}`;
  return dimensions !== undefined && grain !== undefined ? "in total" : null;
}

/** A change in words: "orders by week, last 7 days, against a year earlier". */
export function wordsOf(change: QuestionChange): string {
  const { metrics, time, filters, compare, limit, transform } = change;
  const parts = [
    [metrics?.map(spaced).join(" and "), splitWords(change)].filter(Boolean).join(" "),
    filters && (filters.map(filterText).join(", ") || "without a filter"),
    time && timeWords(time),
    compare === null ? "not compared" : compare && (COMPARED[compare] ?? spaced(compare)),
    limit === null ? "all rows" : limit && `top ${limit}`,
    transform === null ? "as it is" : transform && TRANSFORMED[transform],
  ];
  return parts.filter(Boolean).join(", ") || "unchanged";
}

/** A change right after another one joins it: together they are one step back. */
export function followed(steps: Step[], next: Step): Step[] {
  const last = steps.at(-1);
  if (!next.change || !last?.change) return [...steps, next];
  return [...steps.slice(0, -1), changeStep({ ...last.change, ...next.change })];
}
