import { isNew, type Measure, numberAt, type Row } from "@/charts/prepare/answer";
import { type Better, describeChange } from "@/lib/format";
import { ChangeMark } from "@/ui/figure";

/** Which way is good, by metric. */
export type Betters = (metric: string | null) => Better;
export const noBetter: Betters = () => "neutral";

interface MovedProps {
  row: Row;
  measure: Measure;
  betterOf: Betters;
  className?: string;
}

/** How a figure of a row moved against what it is compared with. */
export function Moved({ row, measure, betterOf, className }: MovedProps) {
  const change = describeChange({
    change: numberAt(row, measure.changeAt),
    isNew: isNew(row, measure),
    unit: measure.unit,
    better: betterOf(measure.of),
  });
  return <ChangeMark change={change} className={className} />;
}
