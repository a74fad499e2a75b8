import type { Kpi } from "@/api/types";
import { isTakenAway } from "@/lib/taken-away";

const PARTS: Record<string, string[]> = {
  total_sales: [
    "gross_sales",
    "discounts",
    "returns",
    "shipping",
    "duties",
    "additional_fees",
    "taxes",
  ],
  net_sales: ["gross_sales", "discounts", "returns"],
};

export interface Addend {
  label: string;
  value: number;
}

const CENT = 0.005;

/**
 * The parts a sum is made of, or nothing: a list that misses a part, or does not come to the very
 * cent, would explain less than none.
 */
export function addendsOf(tile: Kpi, tiles: Kpi[]): Addend[] {
  const sameDays = (other: Kpi) =>
    other.window.start === tile.window.start && other.window.end === tile.window.end;
  const parts = (PARTS[tile.key] ?? []).flatMap((key) => {
    const part = tiles.find((other) => other.key === key && sameDays(other));
    if (!part || part.value === null) return [];
    const value = isTakenAway(key) ? -Math.abs(part.value) : part.value;
    return [{ label: part.label, value }];
  });
  const sum = parts.reduce((total, part) => total + part.value, 0);
  return parts.length > 1 && Math.abs(sum - (tile.value ?? Number.NaN)) < CENT ? parts : [];
}
