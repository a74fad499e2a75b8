"use client";
import { useMemo, useRef } from "react";
import { Axes } from "./axes";
import { Legend, SERIES } from "./legend";
import { prepareLines } from "./prepare/lines";
import { nearestOf } from "./prepare/time-series";
import { ReadingFrame } from "./reading-frame";
import { useReader } from "./use-reader";
import { useWidth } from "./use-width";

const HEIGHT = 220;

interface LinesProps {
  name: string;
  grain: string;
  dates: string[];
  lines: { name: string; values: (number | null)[] }[];
  fromZero: boolean;
  format: (value: number | null) => string;
  formatAxis: (value: number) => string;
  formatTick: (date: string) => string;
  formatPoint: (date: string) => string;
}

type Shape = NonNullable<ReturnType<typeof prepareLines>>;

function Dots({ shape, index, names }: { shape: Shape; index: number; names: string[] }) {
  const x = shape.xs[index];
  return (
    <>
      <line x1={x} x2={x} y1={shape.plot.top} y2={shape.plot.bottom} stroke="var(--line-strong)" />
      {shape.ys.map((ys, place) => {
        const y = ys[index] ?? null;
        if (y === null) return null;
        return (
          <circle
            key={names[place]}
            cx={x}
            cy={y}
            r="3.5"
            fill={SERIES[place]}
            stroke="var(--surface)"
            strokeWidth="1.5"
          />
        );
      })}
    </>
  );
}

/** Several series over the same days. The legend doubles as the read-out of the day in sight. */
export function Lines(props: LinesProps) {
  const { dates, lines, fromZero, format } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 600);
  const shape = useMemo(
    () => prepareLines({ dates, lines, width, height: HEIGHT, fromZero }),
    [dates, lines, width, fromZero],
  );
  const last = dates.length - 1;
  const reader = useReader(last, (px) => nearestOf(shape?.xs ?? [], px));
  if (!shape) return <p className="grid h-55 place-items-center text-faint">No figures to draw.</p>;
  const { index } = reader;
  const at = index === null ? null : props.formatPoint(dates[index] ?? "");
  const read = (values: (number | null)[]) => format(values[index ?? last] ?? null);
  const spoken = at
    ? `${at}: ${lines.map((line) => `${line.name} ${read(line.values)}`).join(", ")}`
    : `Use the arrow keys to read each ${props.grain}`;
  return (
    <figure>
      <ReadingFrame
        {...{ frame, reader, last, spoken, height: HEIGHT }}
        label={`${props.name} by ${props.grain}`}
      >
        <Axes {...shape} height={HEIGHT} formatX={props.formatTick} formatY={props.formatAxis} />
        {shape.paths.map((path, place) => (
          <path
            key={lines[place]?.name}
            d={path}
            stroke={SERIES[place]}
            strokeWidth="1.8"
            strokeLinecap="round"
          />
        ))}
        {index !== null && <Dots {...{ shape, index }} names={lines.map(({ name }) => name)} />}
      </ReadingFrame>
      <Legend
        at={at}
        lines={lines.map(({ name, values }) => ({ name, value: at ? read(values) : null }))}
      />
    </figure>
  );
}
