interface AxesProps {
  plot: { left: number; right: number };
  height: number;
  yTicks: { value: number; y: number }[];
  xTicks: { date: string; x: number; anchor: "start" | "middle" | "end" }[];
  formatX: (date: string) => string;
  formatY: (value: number) => string;
}

/** Hairlines with their figures at the left, days below. */
export function Axes({ plot, height, yTicks, xTicks, formatX, formatY }: AxesProps) {
  return (
    <g fontSize="11" fill="var(--text-faint)">
      {yTicks.map(({ value, y }) => (
        <g key={value}>
          <line x1={plot.left} x2={plot.right} y1={y} y2={y} stroke="var(--line)" />
          <text x={plot.left - 8} y={y + 4} textAnchor="end">
            {formatY(value)}
          </text>
        </g>
      ))}
      {xTicks.map(({ date, x, anchor }) => (
        <text key={date} x={x} y={height - 4} textAnchor={anchor}>
          {formatX(date)}
        </text>
      ))}
    </g>
  );
}
