"use client";
import { useMemo, useRef } from "react";
import { formatDay, formatDayLong } from "@/lib/format";
import { Axes } from "./axes";
import { MarkLines } from "./marks";
import type { ChartMark } from "./prepare/answer";
import {
  type Day,
  nearestIndex,
  prepareTimeSeries,
  type TimeSeriesShape,
} from "./prepare/time-series";
import { ReadingFrame } from "./reading-frame";
import { useReader } from "./use-reader";
import { useWidth } from "./use-width";

const HEIGHT = 184;

const NONE: readonly ChartMark[] = [];

/** “$1,200 to $1,800”, where the day has it. */
function usualOf(
  band: TimeSeriesProps["band"],
  index: number,
  format: TimeSeriesProps["format"],
): string | null {
  const [low, high] = [band?.low[index]?.value ?? null, band?.high[index]?.value ?? null];
  return low === null || high === null ? null : `${format(low)} to ${format(high)}`;
}

interface TimeSeriesProps {
  name: string;
  series: Day[];
  previous: Day[];
  seriesLabel: string;
  previousLabel: string | null;
  band?: { low: Day[]; high: Day[] };
  marks?: readonly ChartMark[];
  fromZero: boolean;
  format: (value: number | null) => string;
  formatAxis: (value: number) => string;
  /** What a point stands for where it is not a day: "week". */
  grain?: string;
  formatTick?: (date: string) => string;
  formatPoint?: (date: string) => string;
}

function Key({ dotted, label, children }: { dotted?: boolean; label: string; children: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <i
        aria-hidden="true"
        className={`inline-block w-3.5 shrink-0 -translate-y-1 border-t-2 ${dotted ? "border-dotted border-(--chart-previous)" : "border-(--chart-actual)"}`}
      />
      <span className="truncate text-soft">{label}</span>
      <span className="whitespace-nowrap font-medium">{children}</span>
    </span>
  );
}

function Crosshair({ shape, index }: { shape: TimeSeriesShape; index: number }) {
  const point = shape.points[index];
  if (!point) return null;
  const { top, bottom } = shape.plot;
  return (
    <g>
      <line x1={point.x} x2={point.x} y1={top} y2={bottom} stroke="var(--line-strong)" />
      {point.previousY !== null && (
        <circle cx={point.x} cy={point.previousY} r="3" fill="var(--chart-previous)" />
      )}
      {point.y !== null && (
        <circle
          cx={point.x}
          cy={point.y}
          r="4"
          fill="var(--chart-actual)"
          stroke="var(--surface)"
          strokeWidth="2"
        />
      )}
    </g>
  );
}

/**
 * A figure by day, with the period before it dotted. The legend doubles as the read-out of the day
 * under the pointer; from the keyboard the chart is a slider over its days.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const { series, previous, band, marks = NONE, fromZero, format, grain = "day" } = props;
  const { formatTick = formatDay, formatPoint = formatDayLong } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 420);
  const shape = useMemo(
    () => prepareTimeSeries({ series, previous, band, width, height: HEIGHT, fromZero }),
    [series, previous, band, width, fromZero],
  );
  const last = series.length - 1;
  const dates = useMemo(() => series.map(({ date }) => date), [series]);
  const reader = useReader(last, (px) => (shape ? nearestIndex(shape, px) : 0));
  if (!shape) {
    return <p className="grid h-[212px] place-items-center text-faint">No figures by {grain}.</p>;
  }
  const { index } = reader;
  const day = index === null ? undefined : series[index];
  const before = index === null ? undefined : previous[index];
  const readOut = (value: number | null | undefined) => (day ? format(value ?? null) : "");
  const usual = index === null ? null : usualOf(band, index, format);
  const said = marks.filter(({ at, until }) => day && at <= day.date && day.date <= (until ?? at));
  const spoken = day
    ? [
        `${formatPoint(day.date)}: ${format(day.value)}`,
        before && `before ${format(before.value)}`,
        usual && `usually ${usual}`,
        ...said.map(({ label }) => label),
      ]
        .filter(Boolean)
        .join(", ")
    : `Use the arrow keys to read each ${grain}`;
  return (
    <figure>
      <ReadingFrame
        {...{ frame, reader, last, spoken, height: HEIGHT }}
        label={`${props.name} by ${grain}`}
      >
        <Axes {...shape} height={HEIGHT} formatX={formatTick} formatY={props.formatAxis} />
        {shape.band ? (
          <path d={shape.band} fill="var(--chart-previous)" opacity="0.22" />
        ) : (
          fromZero && <path d={shape.area} fill="var(--chart-actual-wash)" />
        )}
        <path
          d={shape.previous}
          stroke="var(--chart-previous)"
          {...(shape.dotted
            ? { strokeWidth: 4, strokeLinecap: "round" }
            : { strokeWidth: 1.3, strokeDasharray: "2 3" })}
        />
        <path
          d={shape.actual}
          stroke="var(--chart-actual)"
          strokeWidth={shape.dotted ? 6 : 1.8}
          strokeLinecap="round"
        />
        <MarkLines
          marks={marks}
          dates={dates}
          xOf={(at) => shape.points[at]?.x ?? 0}
          plot={shape.plot}
        />
        {index !== null && <Crosshair shape={shape} index={index} />}
      </ReadingFrame>
      <figcaption className="mt-1.5 flex h-5 gap-4 overflow-hidden text-12">
        <Key label={day ? formatPoint(day.date) : props.seriesLabel}>{readOut(day?.value)}</Key>
        {props.previousLabel && (
          <Key dotted label={before ? formatPoint(before.date) : props.previousLabel}>
            {readOut(before?.value)}
          </Key>
        )}
        {shape.band && (
          <span className="flex min-w-0 items-center gap-1.5 text-soft">
            <i
              aria-hidden="true"
              className="inline-block h-2.5 w-3.5 shrink-0 bg-(--chart-previous) opacity-25"
            />
            <span className="truncate">Usually {usual ?? ""}</span>
          </span>
        )}
      </figcaption>
    </figure>
  );
}
