import { plural } from "@/lib/format";

const HOUR = 3600;
const DAY = 24 * HOUR;
const UNITS: [number, string][] = [
  [DAY, "day"],
  [HOUR, "hour"],
  [60, "minute"],
];

/** Seconds to choose from; 0 is never. */
export const PRESETS = [0, HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

/** "Never ends", "30 days", "90 minutes". */
export function lifetimeText(seconds: number): string {
  if (seconds === 0) return "Never ends";
  const found = UNITS.find(([size]) => seconds % size === 0);
  return found ? plural(seconds / found[0], found[1]) : plural(seconds, "second");
}

/** "Default: never ends". */
export const defaultText = (seconds: number) => `Default: ${lifetimeText(seconds).toLowerCase()}`;
