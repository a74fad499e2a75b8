import { daysBetween, formatDayRange } from "./format";

/** Ranges by name are worked out by the server in the store's time zone; a custom one is two days. */
const preset = (key: string, label: string, previous: string, spokenPrevious: string) => ({
  key,
  label,
  previous,
  spokenPrevious,
});

export const RANGE_PRESETS = [
  preset("last_7_days", "Last 7 days", "Previous 7 days", "the 7 days before"),
  preset("last_30_days", "Last 30 days", "Previous 30 days", "the 30 days before"),
  preset("last_90_days", "Last 90 days", "Previous 90 days", "the 90 days before"),
  preset("last_12_months", "Last 12 months", "Previous 12 months", "the 12 months before"),
  preset("month_to_date", "Month to date", "Same days last month", "the same days last month"),
  preset("last_month", "Last month", "Month before", "the month before"),
  preset("year_to_date", "Year to date", "Same days last year", "the same days last year"),
];

export const COMPARES = [
  { key: "previous_period", label: "Previous period" },
  { key: "weekday_matched", label: "Same weekdays before" },
  { key: "previous_year", label: "Same days last year" },
  { key: "none", label: "No comparison" },
] as const;

export type CompareKey = (typeof COMPARES)[number]["key"];
export const DEFAULT_RANGE = "last_30_days";
export const DEFAULT_COMPARE: CompareKey = "previous_period";

const CUSTOM = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

export interface Days {
  start: string;
  end: string;
}

/** The two days of a custom range, both included; `null` for a preset or nonsense. */
export function customDays(range: string): Days | null {
  const [, start, end] = CUSTOM.exec(range) ?? [];
  return start && end && start <= end ? { start, end } : null;
}

export const customRange = ({ start, end }: Days) => `${start}..${end}`;

export const isRange = (range: string) =>
  RANGE_PRESETS.some((preset) => preset.key === range) || customDays(range) !== null;

/** `year` is the one that goes without saying: the store's current one. */
export function rangeLabel(range: string, year?: string): string {
  const days = customDays(range);
  if (days) return formatDayRange(days.start, days.end, year);
  return RANGE_PRESETS.find((preset) => preset.key === range)?.label ?? "Last 30 days";
}

interface Before {
  previous: string;
  spokenPrevious: string;
}

/** What a custom range is compared with: as many days, right before it. */
function daysBefore({ start, end }: Days): Before {
  const count = daysBetween(start, end) + 1;
  if (count === 1) return { previous: "Day before", spokenPrevious: "the day before" };
  return { previous: `Previous ${count} days`, spokenPrevious: `the ${count} days before` };
}

function beforeOf(range: string): Before | undefined {
  const days = customDays(range);
  return days ? daysBefore(days) : RANGE_PRESETS.find((candidate) => candidate.key === range);
}

export function compareLabel(compare: string, range: string): string {
  const before = beforeOf(range);
  if (compare === "previous_period" && before) return before.previous;
  return COMPARES.find((candidate) => candidate.key === compare)?.label ?? "Previous period";
}

/** What a window is compared with, inside a sentence; `null` when nothing is. */
export function spokenCompare(compare: string, range: string): string | null {
  if (compare === "none") return null;
  if (compare === "previous_year") return "the same days last year";
  if (compare === "weekday_matched") return "the same weekdays before";
  return beforeOf(range)?.spokenPrevious ?? "the days before";
}
