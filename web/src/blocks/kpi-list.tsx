import type { Kpi } from "@/api/types";
import { describeChange, formatValue } from "@/lib/format";
import { ChangeMark } from "@/ui/figure";

/** Figures of the Summary beside each other. */
export function KpiList({ items }: { items: readonly Kpi[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3">
      {items.map((kpi) => (
        <div key={kpi.key}>
          <dt className="text-12 text-faint">{kpi.label}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            <strong className="text-18 font-semibold tracking-[-0.01em]">
              {formatValue(kpi.value, kpi.unit, kpi.currency, "tile")}
            </strong>
            <ChangeMark
              change={describeChange({
                change: kpi.change,
                isNew: kpi.is_new,
                unit: kpi.unit,
                better: kpi.better,
              })}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
