import { cx } from "@/lib/cx";
import type { Change, Goodness } from "@/lib/format";

const ARROWS: Partial<Record<Change["direction"], string>> = { up: "▲", down: "▼" };
const COLOURS: Record<Goodness, string> = {
  good: "text-good",
  bad: "text-bad",
  flat: "text-faint",
};

/** How a figure moved: an arrow, a size and, for those who cannot see either, words. */
export function ChangeMark({ change, className }: { change: Change | null; className?: string }) {
  if (!change) return null;
  const arrow = ARROWS[change.direction];
  return (
    <span
      className={cx("whitespace-nowrap text-12 font-medium", COLOURS[change.goodness], className)}
    >
      <span aria-hidden="true">
        {arrow && <span className="mr-[3px] text-[10px]">{arrow}</span>}
        {change.text}
      </span>
      <span className="sr-only">{change.spoken}</span>
    </span>
  );
}

export type Check = "equal" | "differs" | "none";

const DOTS: Record<Check, string> = {
  equal: "bg-good",
  differs: "bg-bad",
  none: "border-[1.5px] border-accent",
};

export const CHECK_WORDS: Record<Check, string> = {
  equal: "Equal to Shopify’s report",
  differs: "Differs from Shopify’s report",
  none: "No report to compare with",
};

/** Whether a figure was checked against a report: filled, hollow or brick. */
export function CheckDot({ check, className }: { check: Check; className?: string }) {
  return (
    <span
      title={CHECK_WORDS[check]}
      className={cx("inline-block size-1.5 shrink-0 rounded-full", DOTS[check], className)}
    >
      <span className="sr-only">{CHECK_WORDS[check]}</span>
    </span>
  );
}
