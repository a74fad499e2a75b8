import type { ChartMark } from "./prepare/answer";

const RADIUS = 7.5;

interface MarkLinesProps {
  marks: readonly ChartMark[];
  dates: readonly string[];
  xOf: (index: number) => number;
  plot: { top: number; bottom: number };
}

/** The places of a mark on the drawing; none where its day is not drawn. */
function placed({ at, until }: ChartMark, dates: readonly string[]) {
  const last = until ?? at;
  const first = dates.findIndex((date) => date >= at && date <= last);
  return first < 0 ? null : { first, last: dates.findLastIndex((date) => date <= last) };
}

/** Marked days as numbered lines; the list below the drawing says what each number is. */
export function MarkLines({ marks, dates, xOf, plot }: MarkLinesProps) {
  return marks.map((mark, index) => {
    const place = placed(mark, dates);
    if (!place) return null;
    const [x, end] = [xOf(place.first), xOf(place.last)];
    const isChange = mark.kind === "change";
    // Numbers of neighbouring days stand one below the other, so that none hides another.
    const y = plot.top + RADIUS + (index % 4) * (RADIUS * 2 + 2);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its number
      <g key={index}>
        {end > x && (
          <rect
            x={x}
            y={plot.top}
            width={end - x}
            height={plot.bottom - plot.top}
            fill="var(--text-faint)"
            opacity="0.12"
          />
        )}
        <line
          x1={x}
          x2={x}
          y1={plot.top}
          y2={plot.bottom}
          stroke={isChange ? "var(--text)" : "var(--text-faint)"}
          strokeDasharray={isChange ? undefined : "2 3"}
        />
        <circle
          cx={x}
          cy={y}
          r={RADIUS}
          fill={isChange ? "var(--text)" : "var(--surface)"}
          stroke={isChange ? "var(--text)" : "var(--text-faint)"}
        />
        <text
          x={x}
          y={y + 3.5}
          textAnchor="middle"
          fontSize="10"
          fontWeight="600"
          fill={isChange ? "var(--surface)" : "var(--text-faint)"}
        >
          {index + 1}
        </text>
      </g>
    );
  });
}
