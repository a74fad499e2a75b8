import type { Alert, Member } from "@/api/types";
import { dayIn, formatDay, formatMoment, formatMoney } from "@/lib/format";

export const KINDS: Record<Alert["kind"], string> = {
  anomaly: "Unusual day",
  shift: "New level",
  stock: "Stock",
  email: "E-mail",
};

export const SEVERITIES: Record<Alert["severity"], string> = {
  critical: "Critical",
  warning: "Warning",
  notice: "Notice",
};

export const STATUSES: Record<Alert["status"] | "all", string> = {
  open: "Open",
  acknowledged: "Looked after",
  snoozed: "Snoozed",
  resolved: "Resolved",
  all: "All",
};

export const SNOOZES = [
  { days: 1, label: "For a day" },
  { days: 7, label: "For 7 days" },
  { days: 30, label: "For 30 days" },
] as const;

/** What an alert is about in money, with its sign; null where money says nothing. */
export function effectText({ effect, currency }: Pick<Alert, "effect" | "currency">) {
  if (effect === null) return null;
  return `${effect > 0 ? "+" : ""}${formatMoney(effect, currency, "tile")}`;
}

export interface Readers {
  members: readonly Pick<Member, "user_id" | "name">[];
  /** Whoever reads it. */
  me: string;
  timezone: string;
}

/** A member's name; whoever has left, or a program, has none here. */
const nameOf = (userId: string | null, { members }: Readers) =>
  members.find((member) => member.user_id === userId)?.name;

function ownerText({ owner_id }: Alert, readers: Readers): string {
  if (owner_id === readers.me) return "You look after it";
  return `${nameOf(owner_id, readers) ?? "Somebody"} looks after it`;
}

function resolvedText({ resolved_at, resolved_by }: Alert, readers: Readers): string {
  const by = resolved_by === readers.me ? "you" : nameOf(resolved_by, readers);
  const when = resolved_at ? ` ${formatMoment(resolved_at, readers.timezone)}` : "";
  return `Resolved${by ? ` by ${by}` : ""}${when}`;
}

/** Where an alert stands with people, once somebody did something about it. */
export function stateText(alert: Alert, readers: Readers): string | null {
  if (alert.status === "acknowledged") return ownerText(alert, readers);
  if (alert.status === "resolved") return resolvedText(alert, readers);
  if (alert.status !== "snoozed") return null;
  const until = new Date(alert.snoozed_until ?? 0);
  return `Snoozed until ${formatDay(dayIn(until, readers.timezone))}`;
}

/** How often it was found, where that is more than once. */
export function timesText({ times, seen_at }: Alert, timezone: string): string | null {
  if (times < 2) return null;
  return `Seen ${times === 2 ? "twice" : `${times} times`}, last ${formatMoment(seen_at, timezone)}`;
}
