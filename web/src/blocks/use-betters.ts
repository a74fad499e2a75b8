import { useCallback, useMemo } from "react";
import { useCatalogue } from "@/api/queries/ask";
import type { Betters } from "./moved";

/** Which way is good, by metric; neutral until the catalogue is there. */
export function useBetters(needed: boolean): Betters {
  const { data } = useCatalogue(needed);
  const known = useMemo(
    () => new Map(data?.metrics.map((metric) => [metric.key, metric.better])),
    [data],
  );
  return useCallback((metric) => known.get(metric ?? "") ?? "neutral", [known]);
}
