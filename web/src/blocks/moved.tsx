import { isNew, type Measure, numberAt, type Row } from "@/charts/prepare/answer";
import { type Better, describeChange, grown } from "@/lib/format";
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
  const better = betterOf(measure.of);
  const cells = [numberAt(row, measure.at), numberAt(row, measure.previousAt)];
  const change = describeChange({
    change: grown({ change: numberAt(row, measure.changeAt), cells, better }),
    isNew: isNew(row, measure),
    unit: measure.unit,
    better,
  });
  return <ChangeMark change={change} className={className} />;
}
