"use client";
import { useMemo, useRef } from "react";
import { Axes } from "./axes";
import { prepareLines } from "./prepare/lines";
import { nearestOf } from "./prepare/time-series";
import { useReader } from "./use-reader";
import { useWidth } from "./use-width";

const HEIGHT = 220;

/** Colours of series in their order. The first is the colour of every single line as well. */
export const SERIES = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `var(--s${n})`);

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
  const { index, handlers } = useReader(last, (px) => nearestOf(shape?.xs ?? [], px));
  if (!shape) return null;
  const date = index === null ? undefined : dates[index];
  const x = index === null ? undefined : shape.xs[index];
  const read = (values: (number | null)[]) => format(values[index ?? last] ?? null);
  const spoken = date
    ? `${props.formatPoint(date)}: ${lines.map((line) => `${line.name} ${read(line.values)}`).join(", ")}`
    : `Use the arrow keys to read each ${props.grain}`;
  return (
    <figure>
      <div
        ref={frame}
        role="slider"
        tabIndex={0}
        aria-label={`${props.name} by ${props.grain}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index ?? last}
        aria-valuetext={spoken}
        {...handlers}
        className="touch-pan-y"
      >
        <svg width="100%" height={HEIGHT} fill="none" strokeLinejoin="round" aria-hidden="true">
          <Axes {...shape} height={HEIGHT} formatX={props.formatTick} formatY={props.formatAxis} />
          {x !== undefined && (
            <line
              x1={x}
              x2={x}
              y1={shape.plot.top}
              y2={shape.plot.bottom}
              stroke="var(--line-strong)"
            />
          )}
          {shape.paths.map((path, place) => (
            <path
              key={lines[place]?.name}
              d={path}
              stroke={SERIES[place]}
              strokeWidth="1.8"
              strokeLinecap="round"
            />
          ))}
          {shape.ys.map((ys, place) => {
            const y = index === null ? null : (ys[index] ?? null);
            return (
              y !== null && (
                <circle
                  key={lines[place]?.name}
                  cx={x}
                  cy={y}
                  r="3.5"
                  fill={SERIES[place]}
                  stroke="var(--surface)"
                  strokeWidth="1.5"
                />
              )
            );
          })}
        </svg>
      </div>
      <figcaption className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-12">
        {date && <span className="font-medium">{props.formatPoint(date)}</span>}
        {lines.map((line, place) => (
          <span key={line.name} className="flex items-baseline gap-1.5">
            <i
              aria-hidden="true"
              className="inline-block w-3.5 -translate-y-1 border-t-2"
              style={{ borderColor: SERIES[place] }}
            />
            <span className="text-soft">{line.name}</span>
            {date && <span className="font-medium">{read(line.values)}</span>}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
