"use client";
import { useMemo } from "react";
import { Columns } from "@/charts/columns";
import { Lines } from "@/charts/lines";
import {
  type AnswerData,
  bucketName,
  bucketTick,
  type Measure,
  NOTHING,
} from "@/charts/prepare/answer";
import { type SplitLines, splitLines, timeLines } from "@/charts/prepare/answer-series";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { TimeSeries } from "@/charts/time-series";
import { formatCount, formatDayRange, formatValue } from "@/lib/format";

const isSum = ({ unit }: Measure) => unit === "money" || unit === "count";
const NAME_LENGTH = 14;
const short = (name: string) =>
  name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;

interface PartProps {
  data: AnswerData;
  chart: ChartSpec;
  measure: Measure;
}

const xOf = ({ columns }: AnswerData, { x }: ChartSpec) => columns.find(({ name }) => name === x);

/** How figures and what stands along the bottom are written. */
function formats({ data, chart, measure }: PartProps) {
  const { grain, currency } = data;
  const x = xOf(data, chart);
  const dated = x?.role === "date";
  return {
    name: measure.label,
    grain: dated ? (grain ?? "day") : (x?.label.toLowerCase() ?? "row"),
    format: (value: number | null) => formatValue(value, measure.unit, currency),
    formatAxis: (value: number) => formatValue(value, measure.unit, currency, "axis"),
    formatTick: (at: string) => (dated ? bucketTick(at, grain) : short(at || NOTHING)),
    formatPoint: (at: string) => (dated ? bucketName(at, grain) : at || NOTHING),
  };
}

const rangeOf = (window: AnswerData["window"], year: string | undefined) =>
  window ? formatDayRange(window.start, window.end, year) : "";

/** Years are written on both windows as soon as they stand in different ones. */
function rangesOf({ window, previous }: AnswerData) {
  const same = window?.end.slice(0, 4) === previous?.end.slice(0, 4);
  const year = previous && !same ? "none" : undefined;
  return { now: rangeOf(window, year), before: rangeOf(previous, year) };
}

function More({ lines, total }: SplitLines) {
  if (total <= lines.length) return null;
  return (
    <p className="mt-1 text-12 text-faint">
      The {lines.length} largest of {formatCount(total)} are drawn; the table has them all.
    </p>
  );
}

function Split(part: PartProps) {
  const { data, chart, measure } = part;
  const split = useMemo(() => splitLines(data, measure, chart), [data, measure, chart]);
  return (
    <>
      <Lines {...formats(part)} fromZero={isSum(measure)} dates={split.along} lines={split.lines} />
      <More {...split} />
    </>
  );
}

/** A figure over time, or one line for every value of the split. */
export function LinePart(part: PartProps) {
  const { data, chart, measure } = part;
  const line = useMemo(
    () => timeLines(data).find((one) => one.measure.key === measure.key),
    [data, measure],
  );
  if (chart.split) return <Split {...part} />;
  if (!line) return null;
  const ranges = rangesOf(data);
  return (
    <TimeSeries
      {...formats(part)}
      fromZero={isSum(measure)}
      series={line.series}
      previous={line.previous}
      band={line.band}
      marks={data.marks ?? []}
      // What is drawn with its usual band reaches past the window, which would name other days.
      seriesLabel={(!line.band.low.length && ranges.now) || measure.label}
      previousLabel={line.previous.length ? ranges.before : null}
    />
  );
}

function useBefore({ data, chart, measure }: PartProps) {
  return useMemo(() => {
    if (measure.previousAt === null || chart.split) return null;
    const { lines } = splitLines(data, { ...measure, at: measure.previousAt }, chart);
    return { name: rangesOf(data).before || "Before", values: lines[0]?.values ?? [] };
  }, [data, chart, measure]);
}

/** Bars over days or names; shares of one sum stand on each other. */
export function ColumnPart(part: PartProps) {
  const { data, chart, measure } = part;
  const split = useMemo(() => splitLines(data, measure, chart), [data, measure, chart]);
  const previous = useBefore(part);
  return (
    <>
      <Columns
        {...formats(part)}
        along={split.along}
        lines={split.lines}
        previous={previous}
        stacked={isSum(measure)}
      />
      <More {...split} />
    </>
  );
}
