import type { Attachable } from "./dock";
import { DEFAULT_RANGE, rangeLabel } from "./ranges";

/** A figure, over the days in sight, as what a message may be about. */
export function figureOf(
  { key, label }: { key: string; label: string },
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
