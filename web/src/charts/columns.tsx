"use client";
import { useMemo, useRef } from "react";
import { Axes } from "./axes";
import { Legend, SERIES } from "./legend";
import { prepareColumns } from "./prepare/columns";
import { nearestOf } from "./prepare/time-series";
import { ReadingFrame } from "./reading-frame";
import { useReader } from "./use-reader";
import { useWidth } from "./use-width";

const HEIGHT = 220;

type Values = (number | null)[];

interface ColumnsProps {
  name: string;
  /** What stands along the bottom: "week", "channel". */
  grain: string;
  along: string[];
  lines: { name: string; values: Values }[];
  previous: { name: string; values: Values } | null;
  stacked: boolean;
  format: (value: number | null) => string;
  formatAxis: (value: number) => string;
  formatTick: (at: string) => string;
  formatPoint: (at: string) => string;
}

const NONE: Values = [];

/** Bars from zero over days or names; what they are compared with is the dotted line. */
export function Columns(props: ColumnsProps) {
  const { along, lines, stacked, format, previous } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 600);
  const before = previous?.values ?? NONE;
  const shape = useMemo(
    () => prepareColumns({ along, lines, previous: before, stacked, width, height: HEIGHT }),
    [along, lines, before, stacked, width],
  );
  const last = along.length - 1;
  const reader = useReader(last, (px) => nearestOf(shape?.xs ?? [], px));
  if (!shape) return <p className="grid h-55 place-items-center text-faint">No figures to draw.</p>;
  const { index } = reader;
  const at = index === null ? null : props.formatPoint(along[index] ?? "");
  const read = (values: Values) => (index === null ? null : format(values[index] ?? null));
  const said = lines.map((line) => `${line.name} ${read(line.values)}`);
  if (previous) said.push(`${previous.name} ${read(before)}`);
  const spoken = at
    ? `${at}: ${said.join(", ")}`
    : `Use the arrow keys to read each ${props.grain}`;
  return (
    <figure>
      <ReadingFrame
        {...{ frame, reader, last, spoken, height: HEIGHT }}
        label={`${props.name} by ${props.grain}`}
      >
        <Axes {...shape} height={HEIGHT} formatX={props.formatTick} formatY={props.formatAxis} />
        {index !== null && (
          <rect
            x={(shape.xs[index] ?? 0) - shape.step / 2}
            y={shape.plot.top}
            width={shape.step}
            height={shape.plot.bottom - shape.plot.top}
            fill="var(--surface-sunk)"
          />
        )}
        {shape.bars.map((bar) => (
          <rect
            key={`${bar.line} ${bar.index}`}
            x={bar.x}
            y={bar.y}
            width={Math.max(1, bar.width - (stacked ? 0 : 1))}
            height={Math.max(bar.height, 0.5)}
            fill={SERIES[bar.line]}
          />
        ))}
        <path
          d={shape.previous}
          stroke="var(--chart-previous)"
          strokeWidth="1.6"
          strokeDasharray="2 3"
        />
      </ReadingFrame>
      <Legend
        at={at}
        lines={lines.map(({ name, values }) => ({ name, value: read(values) }))}
        previous={previous && { name: previous.name, value: read(before) }}
      />
    </figure>
  );
}
