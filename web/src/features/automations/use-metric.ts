import { useCatalogue } from "@/api/queries/ask";
import type { Trigger } from "@/api/types";

/** The metric that a trigger waits for, once the list of metrics is there. */
export function useMetric(trigger: Trigger) {
  const { data } = useCatalogue();
  if (trigger.kind !== "metric") return undefined;
  return data?.metrics.find(({ key }) => key === trigger.metric);
}
