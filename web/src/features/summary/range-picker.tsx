"use client";
import type { Summary } from "@/api/types";
import { formatDayRange } from "@/lib/format";
import { useRangeParam } from "@/lib/params";
import { customDays, rangeLabel } from "@/lib/ranges";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";

const load = () => import("./range-popup").then((module) => module.RangePopup);

/** Which days the page is about; `null` where the page itself says which they are. */
export function RangePicker({ summary }: { summary: Summary | undefined | null }) {
  const [range] = useRangeParam();
  const isCustom = customDays(range) !== null;
  const { start, end } = summary?.range ?? {};
  const year = summary?.as_of.slice(0, 4) ?? String(new Date().getFullYear());
  const days = start && end && formatDayRange(start, end, year);
  const label = rangeLabel(range, year);
  const trigger = (
    <Button look="chip" aria-label={`Dates: ${label}`}>
      {isCustom && <Icon name="calendar" />}
      {label}
      {!isCustom && summary !== null && (
        <span className="min-w-[96px] text-left text-faint max-rail:hidden">{days}</span>
      )}
    </Button>
  );
  return (
    <LazyPopup
      load={load}
      popup="dialog"
      trigger={trigger}
      props={{ summary: summary ?? undefined }}
    />
  );
}
