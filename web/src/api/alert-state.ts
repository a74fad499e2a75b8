import type { Alert, Alerts } from "./types";

/** What a person does with an alert. An owner of null is whoever does it. */
export type AlertAct =
  | { kind: "ack"; owner_id: string | null }
  | { kind: "snooze"; days: number }
  | { kind: "resolve"; note: string | null }
  | { kind: "reopen" };

export interface AlertSearch {
  status: Alert["status"] | "all";
  kind?: Alert["kind"];
  limit: number;
  offset: number;
}

const DAY_MS = 86_400_000;
const NOBODY = { owner_id: null, snoozed_until: null } as const;
const UNRESOLVED = { resolved_at: null, resolved_by: null, note: null } as const;

/** What an act makes of an alert: what the server will say, a moment before it does. */
export function acted(alert: Alert, act: AlertAct, by: string, now = new Date()): Alert {
  switch (act.kind) {
    case "ack":
      return {
        ...alert,
        status: "acknowledged",
        owner_id: act.owner_id ?? by,
        snoozed_until: null,
      };
    case "snooze": {
      const until = new Date(now.getTime() + act.days * DAY_MS).toISOString();
      return { ...alert, status: "snoozed", snoozed_until: until };
    }
    case "resolve": {
      const resolved_at = now.toISOString();
      const done = { resolved_at, resolved_by: by, note: act.note, snoozed_until: null };
      return { ...alert, status: "resolved", ...done };
    }
    case "reopen":
      return { ...alert, status: "open", ...NOBODY, ...UNRESOLVED };
  }
}

/** Days until a snooze ends, as it may be asked for again: at least one. */
const daysUntil = (instant: string | null, now: Date) =>
  Math.max(1, Math.ceil((Date.parse(instant ?? "") - now.getTime()) / DAY_MS) || 1);

/** The acts that make an alert what it was, whatever it is by now. */
export function actsBack(was: Alert, now = new Date()): AlertAct[] {
  const acts: AlertAct[] = [{ kind: "reopen" }];
  if (was.status === "open") return acts;
  if (was.owner_id) acts.push({ kind: "ack", owner_id: was.owner_id });
  if (was.status === "snoozed")
    acts.push({ kind: "snooze", days: daysUntil(was.snoozed_until, now) });
  if (was.status === "resolved") acts.push({ kind: "resolve", note: was.note });
  return acts;
}

/** A list once an alert of it changed: it stays where it still belongs, and goes where it does not. */
export function listAfter(list: Alerts, search: AlertSearch, was: Alert, is: Alert): Alerts {
  const open = list.open + Number(is.status === "open") - Number(was.status === "open");
  if (!list.items.some(({ id }) => id === is.id)) return { ...list, open };
  if (search.status === "all" || search.status === is.status) {
    return { ...list, open, items: list.items.map((one) => (one.id === is.id ? is : one)) };
  }
  const items = list.items.filter(({ id }) => id !== is.id);
  return { items, open, total: list.total - 1 };
}
