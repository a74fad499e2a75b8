import type { Answer, QuestionChange } from "@/api/types";
import type { Cell } from "@/charts/prepare/answer";
import { daysBetween } from "@/lib/format";

type Filters = NonNullable<QuestionChange["filters"]>;

const SHORT_DAYS = 35;
const MIDDLE_DAYS = 120;

/** One value alone says most over time: days of a month, weeks of a quarter, months of a year. */
function grainFor({ window }: Answer): NonNullable<QuestionChange["grain"]> {
  const days = window ? daysBetween(window.start, window.end) + 1 : 0;
  return days <= SHORT_DAYS ? "day" : days <= MIDDLE_DAYS ? "week" : "month";
}

/** The same question about one value of a split only, over time instead of split. */
export function onlyValue(answer: Answer, field: string, value: Cell): QuestionChange {
  const { question } = answer;
  const only =
    value === null ? { field, op: "is_null" as const } : { field, op: "=" as const, value };
  const others = (question?.filters ?? []).filter((filter) => filter.field !== field) as Filters;
  const dimensions = (question?.dimensions ?? []).filter((name) => name !== field);
  const grain = question?.grain ?? (dimensions.length ? null : grainFor(answer));
  return {
    filters: [...others, only],
    dimensions,
    grain: grain as QuestionChange["grain"],
    ...(question?.limit != null && { limit: null }),
  };
}
