import type { Kpi } from "@/api/types";
import type { Attachable } from "./dock";
import { DEFAULT_RANGE, rangeLabel } from "./ranges";

/** A figure, over the days in sight, as what a message may be about. */
export function figureOf(
  { key, label }: Pick<Kpi, "key" | "label">,
  range: string | null,
): Attachable {
  const days = rangeLabel(range ?? DEFAULT_RANGE).toLowerCase();
  return {
    kind: "metric",
    name: `${label}, ${days}`,
    id: key,
    data: { question: `${label} ${days}` },
  };
}
