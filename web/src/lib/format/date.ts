/** Store days travel as `YYYY-MM-DD` and are shown without ever passing through the reader's time zone. */
const LOCALE = "en-GB";
const DAY_MS = 86_400_000;

const asUtc = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);

// Three letters for every month: the locale writes "Sept", which makes columns and axes uneven.
const write = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" })
    .format(asUtc(day))
    .replace("Sept", "Sep");

export const formatDay = (day: string) => write(day, { day: "numeric", month: "short" });
export const formatDayYear = (day: string) =>
  write(day, { day: "numeric", month: "short", year: "numeric" });
export const formatDayLong = (day: string) =>
  write(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(
    ",",
    "",
  );
export const formatMonth = (day: string) => write(day, { month: "short", year: "numeric" });

/** "24 Oct – 22 Nov", or with years where leaving them out would mislead. Both ends are included. */
export function formatDayRange(start: string, end: string, currentYear?: string): string {
  if (start === end) return formatDayYear(start);
  const sameYear = start.slice(0, 4) === end.slice(0, 4);
  const year = currentYear ?? end.slice(0, 4);
  if (!sameYear) return `${formatDayYear(start)} – ${formatDayYear(end)}`;
  const last = end.startsWith(year) ? formatDay(end) : formatDayYear(end);
  const sameMonth = start.slice(0, 7) === end.slice(0, 7);
  return sameMonth ? `${Number(start.slice(8, 10))} – ${last}` : `${formatDay(start)} – ${last}`;
}

export function addDays(day: string, days: number): string {
  return new Date(asUtc(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

export const daysBetween = (start: string, end: string) =>
  Math.round((asUtc(end).getTime() - asUtc(start).getTime()) / DAY_MS);

/** The calendar day an instant falls on in a time zone. */
export const dayIn = (instant: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(instant);

/** "09:40 today", "18:02 yesterday", "21 Nov, 18:02", all in the store's time zone. */
export function formatMoment(iso: string, timeZone: string, now: Date = new Date()): string {
  const instant = new Date(iso);
  const time = new Intl.DateTimeFormat(LOCALE, { timeZone, hour: "2-digit", minute: "2-digit" });
  const clock = time.format(instant);
  const age = daysBetween(dayIn(instant, timeZone), dayIn(now, timeZone));
  if (age === 0) return `${clock} today`;
  if (age === 1) return `${clock} yesterday`;
  const day = dayIn(instant, timeZone);
  const sameYear = day.slice(0, 4) === dayIn(now, timeZone).slice(0, 4);
  return `${sameYear ? formatDay(day) : formatDayYear(day)}, ${clock}`;
}

/** How far the data reaches: an instant reads as a moment, a bare day as the end of that day. */
export function formatDataUntil(until: string, timeZone: string, now: Date = new Date()): string {
  if (until.length > 10) return formatMoment(until, timeZone, now);
  const age = daysBetween(until, dayIn(now, timeZone));
  if (age === 0) return "today";
  if (age === 1) return "the end of yesterday";
  return age > 300 ? formatDayYear(until) : formatDay(until);
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
