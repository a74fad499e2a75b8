/**
 * Discounts and returns are stored as Shopify's reports have them: below zero, since they are taken
 * off sales. Read on their own it is their size that counts, so that more of them points up.
 */
const TAKEN_AWAY = new Set(["discounts", "returns"]);

export const isTakenAway = (key: string) => TAKEN_AWAY.has(key);

/** A figure as it is read on its own. */
export function sizeOf<V extends number | null>(key: string, value: V): V {
  return isTakenAway(key) && value !== null ? ((-value || 0) as V) : value;
}

interface Day {
  date: string;
  value: number | null;
}

/** The same for its days. */
export const sizesOf = (key: string, days: Day[]): Day[] =>
  isTakenAway(key) ? days.map((day) => ({ ...day, value: sizeOf(key, day.value) })) : days;
