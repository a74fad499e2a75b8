import { prepareSpark, SPARK } from "./prepare/spark";

interface SparkProps {
  values: (number | null)[];
  previous: (number | null)[];
}

const PREVIOUS_LINE = { strokeWidth: 1.2, strokeLinecap: "butt", strokeDasharray: "2 3" } as const;
const PREVIOUS_DOTS = { strokeWidth: 3 };

/** Decoration for a figure that stands beside it in words, so hidden from screen readers. */
export function Spark({ values, previous }: SparkProps) {
  const shape = prepareSpark(values, previous);
  return (
    <svg
      viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
      preserveAspectRatio="none"
      className="block h-[46px] w-full"
      fill="none"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {shape && (
        <>
          <path d={shape.area} fill="var(--chart-actual-wash)" />
          <path
            d={shape.previous}
            stroke="var(--chart-previous)"
            {...(shape.dotted ? PREVIOUS_DOTS : PREVIOUS_LINE)}
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={shape.actual}
            stroke="var(--chart-actual)"
            strokeWidth={shape.dotted ? 4.5 : 1.6}
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}
