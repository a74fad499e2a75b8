import { addDays, daysBetween } from "@/lib/format";
import type { Grain } from "./answer";

type Step = NonNullable<Grain>;

const MOST = 2000;
const FULL_DAYS: Record<Step, number> = { day: 1, week: 7, month: 28, quarter: 89, year: 365 };

const monthsAfter = (day: string, months: number): string => {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const month = String((index % 12) + 1).padStart(2, "0");
  return `${Math.floor(index / 12)}-${month}-01`;
};

const NEXT: Record<Step, (day: string) => string> = {
  day: (day) => addDays(day, 1),
  week: (day) => addDays(day, 7),
  month: (day) => monthsAfter(day, 1),
  quarter: (day) => monthsAfter(day, 3),
  year: (day) => monthsAfter(day, 12),
};

/** The coarsest step that every one of the days begins: all first of months are months. */
export function stepOf(days: readonly string[]): Step {
  const all = (pattern: RegExp) => days.every((day) => pattern.test(day));
  if (days.length < 2) return "day";
  if (all(/-01-01$/)) return "year";
  if (all(/-(01|04|07|10)-01$/)) return "quarter";
  if (all(/-01$/)) return "month";
  const [first] = days;
  return days.every((day) => daysBetween(first ?? day, day) % 7 === 0) ? "week" : "day";
}

/** Every day, week or month between the first and the last one, so that a gap is a gap. */
export function spine(days: readonly string[], step: Step): string[] {
  const sorted = [...new Set(days)].toSorted();
  const [first, last] = [sorted.at(0), sorted.at(-1)];
  if (!first || !last || daysBetween(first, last) / FULL_DAYS[step] > MOST) return sorted;
  const found = [first];
  for (let day = NEXT[step](first); day <= last; day = NEXT[step](day)) found.push(day);
  return found;
}
