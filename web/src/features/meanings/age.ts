const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How old something is, in its largest whole unit: "3 days". A clock that is behind makes nothing younger than now. */
export function ageOf(iso: string, now: Date = new Date()): string {
  const passed = Math.max(0, now.getTime() - new Date(iso).getTime());
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h`;
  const days = Math.floor(passed / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}
