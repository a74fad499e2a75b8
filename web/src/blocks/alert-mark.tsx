import type { Alert } from "@/api/types";
import { cx } from "@/lib/cx";
import { SEVERITIES } from "./alert-words";

/** Each has a shape of its own, so that none is told by colour alone. */
const SHAPES: Record<Alert["severity"], { path: string; look: string }> = {
  critical: { path: "M5 .8L9.600 9H.4z", look: "fill-bad stroke-bad" },
  warning: { path: "M5 .9L9.100 5 5 9.100.9 5z", look: "fill-accent stroke-accent" },
  notice: {
    path: "M5 1.500a3.500 3.500 0 110 7 3.500 3.500 0 010-7z",
    look: "fill-none stroke-faint",
  },
};

/** How grave an alert is: a shape for the eye, the word for everybody. */
export function AlertMark({ severity }: Pick<Alert, "severity">) {
  const { path, look } = SHAPES[severity];
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-12",
        severity === "critical" ? "font-medium text-bad" : "text-soft",
      )}
    >
      <svg
        viewBox="0 0 10 10"
        width={10}
        height={10}
        strokeWidth={1.3}
        strokeLinejoin="round"
        aria-hidden="true"
        className={look}
      >
        <path d={path} />
      </svg>
      {SEVERITIES[severity]}
    </span>
  );
}
