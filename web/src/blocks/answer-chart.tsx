"use client";
import { type ReactNode, useMemo } from "react";
import { type AnswerData, layoutOf, type Measure } from "@/charts/prepare/answer";
import { hasClash } from "@/charts/prepare/answer-series";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { AnswerTable } from "./answer-table";
import { BigNumbers } from "./big-numbers";
import { ColumnPart, LinePart } from "./chart-parts";
import { type Betters, noBetter } from "./moved";

/** The figures a chart names; all of them where it names none that is there. */
function drawn(data: AnswerData, chart: ChartSpec): Measure[] {
  const { measures } = layoutOf(data.columns);
  const named = measures.filter(({ key }) => chart.y.includes(key));
  return named.length ? named : measures;
}

/** One chart below the other where there are several figures: each has its own unit and scale. */
function Charts({ data, chart }: { data: AnswerData; chart: ChartSpec }) {
  const measures = useMemo(() => drawn(data, chart), [data, chart]);
  const clash = useMemo(() => hasClash(data, chart), [data, chart]);
  if (clash) {
    return (
      <p className="text-pretty text-soft">
        Several rows share one point, so a chart would hide some of them. Group the rows, or choose
        what tells them apart as the split.
      </p>
    );
  }
  const Part = chart.kind === "line" ? LinePart : ColumnPart;
  const heading = (label: string): ReactNode =>
    measures.length > 1 && <p className="mb-1 text-12 font-medium text-soft">{label}</p>;
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
  /** What is drawn, where a page shows several answers. */
  label?: string;
}

/** Rows drawn as their chart says. Everything that shows an answer draws it through here. */
export function AnswerChart({ data, chart, betterOf = noBetter, label }: AnswerChartProps) {
  if (chart.kind === "number") return <BigNumbers data={data} betterOf={betterOf} />;
  if (chart.kind === "line" || chart.kind === "column") return <Charts data={data} chart={chart} />;
  return (
    <AnswerTable
      data={data}
      bars={chart.kind === "bar"}
      betterOf={betterOf}
      {...(label && { label })}
    />
  );
}
