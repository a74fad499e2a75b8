import type { EntryChange, PromptEntry } from "@/api/types";
import { filterText, spaced } from "@/lib/phrases";

/** What an entry means: a question, or a statement where no question can say it. */
type Meaning = Pick<PromptEntry, "question" | "sql">;
type Question = NonNullable<Meaning["question"]>;

function questionInWords(question: Question): string {
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

/** "aov by country, last 30 days, channel is Email, against previous period, 10 rows". */
export const inWords = ({ question }: Meaning): string =>
  question ? questionInWords(question) : "Answered by one SQL statement";

const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);

/** A meaning as people check and edit it: SQL, or the parts of a question that say something, one a line. */
export function asText({ question, sql }: Meaning): string {
  if (!question) return sql ?? "";
  const parts = Object.entries(question).filter(([, value]) => isSaid(value));
  const lines = parts.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function questionFrom(text: string): Question | null {
  try {
    const typed: unknown = JSON.parse(text);
    const isObject = typeof typed === "object" && typed !== null && !Array.isArray(typed);
    return isObject ? (typed as Question) : null;
  } catch {
    return null;
  }
}

/** The change that was typed, or null while it is not whole. The server checks the rest. */
export function typedChange(meaning: Meaning, text: string): EntryChange | null {
  if (!meaning.question) return text.trim() ? { sql: text } : null;
  const question = questionFrom(text);
  return question && { question };
}
