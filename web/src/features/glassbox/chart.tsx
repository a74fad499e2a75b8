"use client";
import type { Kpi } from "@/api/types";
import { TimeSeries } from "@/charts/time-series";
import { formatDayRange, formatValue } from "@/lib/format";
import { sizesOf } from "@/lib/taken-away";

export function Chart({ tile }: { tile: Kpi }) {
  const before = tile.previous_window;
  const year = tile.window.end.slice(0, 4);
  return (
    <TimeSeries
      name={tile.label}
      series={sizesOf(tile.key, tile.series)}
      previous={sizesOf(tile.key, tile.previous_series)}
      seriesLabel={formatDayRange(tile.window.start, tile.window.end, year)}
      previousLabel={
        before && tile.previous_series.length > 0
          ? formatDayRange(before.start, before.end, year)
          : null
      }
      fromZero={tile.denominator === null && tile.unit !== "ratio" && tile.unit !== "percent"}
      format={(value) => formatValue(value, tile.unit, tile.currency)}
      formatAxis={(value) => formatValue(value, tile.unit, tile.currency, "axis")}
    />
  );
}
