import type { Unit } from "./number";

export type Better = "up" | "down" | "neutral";
export type Goodness = "good" | "bad" | "flat";
export interface Change {
  direction: "up" | "down" | "flat" | "new";
  goodness: Goodness;
  /** "12.4%", "0.12 pt", "New" or "no change": what stands beside the arrow. */
  text: string;
  /** The same as a person would say it, for screen readers and sentences. */
  spoken: string;
}

interface ChangeInput {
  change: number | null;
  isNew: boolean;
  unit: Unit;
  better: Better;
}

/** Below this the printed figure would read 0.0%, so it is said to be unchanged. */
const NEGLIGIBLE = { relative: 0.0005, points: 0.00005 };

function magnitude(size: number, unit: Unit): string {
  if (unit === "percent") return `${(size * 100).toFixed(size >= 0.1 ? 1 : 2)} pt`;
  if (size >= 10) return `${Math.round(size + 1)}×`;
  const percent = (size * 100).toFixed(1);
  return Number(percent) >= 100 ? `${Math.round(size * 100)}%` : `${percent}%`;
}

function judge(direction: "up" | "down", better: Better): Goodness {
  if (better === "neutral") return "flat";
  return direction === better ? "good" : "bad";
}

const VERDICT: Record<Goodness, string> = { good: ", better", bad: ", worse", flat: "" };

/** How a figure moved. `null` means there is nothing to compare with. */
interface Grown {
  change: number | null;
  /** The figure as it is and as it was. */
  cells: readonly unknown[];
  better: Better;
}

/**
 * What is taken away, such as discounts, is negative by nature and grows away from nothing. What
 * is better the higher it is can be below nothing too, such as a loss, and then grows towards it.
 */
export function grown({ change, cells, better }: Grown): number | null {
  const taken = better !== "up" && cells.some((cell) => typeof cell === "number" && cell < 0);
  return change !== null && taken ? -change : change;
}

export function describeChange({ change, isNew, unit, better }: ChangeInput): Change | null {
  if (isNew)
    return { direction: "new", goodness: "flat", text: "New", spoken: "new, nothing before" };
  if (change === null || !Number.isFinite(change)) return null;
  const size = Math.abs(change);
  const negligible = unit === "percent" ? NEGLIGIBLE.points : NEGLIGIBLE.relative;
  if (size < negligible)
    return { direction: "flat", goodness: "flat", text: "no change", spoken: "no change" };
  const direction = change > 0 ? "up" : "down";
  const goodness = judge(direction, better);
  const text = magnitude(size, unit);
  const words = text.replace(" pt", " points").replace("×", " times");
  return { direction, goodness, text, spoken: `${direction} ${words}${VERDICT[goodness]}` };
}
