import type { MetricCatalogue } from "@/api/types";

type Dimension = MetricCatalogue["dimensions"][number];

/** What every one of the metrics can be split by with the data that is here. */
export function usableDimensions(
  catalogue: MetricCatalogue | undefined,
  metrics: readonly string[],
): Dimension[] {
  const asked = catalogue?.metrics.filter(({ key }) => metrics.includes(key)) ?? [];
  const sets = asked.map((metric) => new Set(metric.available_dimensions));
  return (catalogue?.dimensions ?? []).filter(
    ({ name, splits }) => splits && sets.length > 0 && sets.every((set) => set.has(name)),
  );
}
