import { useWorkspace } from "@/api/session";
import type { Kpi } from "@/api/types";
import { daysBetween, describeChange, formatDayRange, formatValue, plural } from "@/lib/format";
import { isTakenAway, sizeOf } from "@/lib/taken-away";
import { ChangeMark } from "@/ui/figure";

/** The figure to its last digit, how it moved, and over which days of whose calendar. */
export function Headline({ tile }: { tile: Kpi }) {
  const { timezone } = useWorkspace();
  const { window } = tile;
  const days = daysBetween(window.start, window.end) + 1;
  const say = (value: number | null) =>
    formatValue(sizeOf(tile.key, value), tile.unit, tile.currency);
  const change = describeChange({
    change: tile.change,
    isNew: tile.is_new,
    unit: tile.unit,
    better: tile.better,
  });
  return (
    <div className="mb-4">
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        <strong className="text-28 font-semibold leading-[1.2] tracking-[-0.02em]">
          {say(tile.value)}
        </strong>
        <ChangeMark change={change} className="text-13" />
        {tile.previous !== null && (
          <span className="text-12 text-faint">from {say(tile.previous)}</span>
        )}
      </p>
      <p className="mt-1 text-12 text-faint">
        {formatDayRange(window.start, window.end)}, {plural(days, "whole day")} in {timezone}
        {isTakenAway(tile.key) && ". Taken off sales, so stored and reported below zero"}
      </p>
    </div>
  );
}
