"use client";
import { type ReactNode, useMemo } from "react";
import { Lines } from "@/charts/lines";
import {
  type AnswerData,
  bucketName,
  bucketTick,
  layoutOf,
  type Measure,
} from "@/charts/prepare/answer";
import { splitLines, timeLines } from "@/charts/prepare/answer-series";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { TimeSeries } from "@/charts/time-series";
import { formatCount, formatDayRange, formatValue } from "@/lib/format";
import { AnswerTable } from "./answer-table";
import { BigNumbers } from "./big-numbers";
import { type Betters, noBetter } from "./moved";

const isSum = ({ unit }: Measure) => unit === "money" || unit === "count";

function formats({ grain, currency }: AnswerData, measure: Measure) {
  return {
    name: measure.label,
    grain: grain ?? "day",
    fromZero: isSum(measure),
    format: (value: number | null) => formatValue(value, measure.unit, currency),
    formatAxis: (value: number) => formatValue(value, measure.unit, currency, "axis"),
    formatTick: (date: string) => bucketTick(date, grain),
    formatPoint: (date: string) => bucketName(date, grain),
  };
}

const rangeOf = (window: AnswerData["window"]) =>
  window ? formatDayRange(window.start, window.end) : "";

interface PartProps {
  data: AnswerData;
  chart: ChartSpec;
  measure: Measure;
}

function Split({ data, chart, measure }: PartProps) {
  const { along, lines, total } = useMemo(
    () => splitLines(data, measure, chart),
    [data, measure, chart],
  );
  return (
    <>
      <Lines {...formats(data, measure)} dates={along} lines={lines} />
      {total > lines.length && (
        <p className="mt-1 text-12 text-faint">
          The {lines.length} largest of {formatCount(total)} are drawn; the table has them all.
        </p>
      )}
    </>
  );
}

function Single({ data, measure }: PartProps) {
  const line = useMemo(
    () => timeLines(data).find((one) => one.measure.key === measure.key),
    [data, measure],
  );
  if (!line) return null;
  return (
    <TimeSeries
      {...formats(data, measure)}
      series={line.series}
      previous={line.previous}
      seriesLabel={rangeOf(data.window)}
      previousLabel={line.previous.length ? rangeOf(data.previous) : null}
    />
  );
}

/** One chart below the other where there are several figures: each has its own unit and scale. */
function OverTime({ data, chart }: { data: AnswerData; chart: ChartSpec }) {
  const measures = useMemo(
    () => layoutOf(data.columns).measures.filter(({ key }) => chart.y.includes(key)),
    [data, chart],
  );
  const Part = chart.split ? Split : Single;
  const heading = (label: string): ReactNode =>
    measures.length > 1 && <h3 className="mb-1 text-12 font-medium text-soft">{label}</h3>;
  return (
    <div className="grid gap-6">
      {measures.map((measure) => (
        <div key={measure.key}>
          {heading(measure.label)}
          <Part data={data} chart={chart} measure={measure} />
        </div>
      ))}
    </div>
  );
}

interface AnswerChartProps {
  data: AnswerData;
  chart: ChartSpec;
  /** Which way is good, by metric; without it change has no colour. */
  betterOf?: Betters;
}

/** Rows drawn as their chart says. Everything that shows an answer draws it through here. */
export function AnswerChart({ data, chart, betterOf = noBetter }: AnswerChartProps) {
  if (chart.kind === "number") return <BigNumbers data={data} betterOf={betterOf} />;
  if (chart.kind === "line") return <OverTime data={data} chart={chart} />;
  return <AnswerTable data={data} bars={chart.kind === "bar"} betterOf={betterOf} />;
}
