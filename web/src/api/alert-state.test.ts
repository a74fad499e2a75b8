import { describe, expect, it } from "vitest";
import { type AlertAct, type AlertSearch, acted, actsBack, listAfter } from "./alert-state";
import type { Alert, Alerts } from "./types";

const NOW = new Date("2026-11-28T10:00:00Z");
const OPEN = {
  id: "1",
  status: "open",
  owner_id: null,
  snoozed_until: null,
  note: null,
  resolved_at: null,
  resolved_by: null,
} as unknown as Alert;
const doing = (alert: Alert, ...acts: AlertAct[]) =>
  acts.reduce((one, act) => acted(one, act, "me", NOW), alert);

const ACTS: AlertAct[] = [
  { kind: "ack", owner_id: null },
  { kind: "ack", owner_id: "ada" },
  { kind: "snooze", days: 7 },
  { kind: "resolve", note: "A sale ended." },
  { kind: "reopen" },
];

describe("what is done with an alert", () => {
  it("is shown as the server will have it", () => {
    expect(doing(OPEN, { kind: "ack", owner_id: null })).toMatchObject({
      status: "acknowledged",
      owner_id: "me",
    });
    expect(doing(OPEN, { kind: "snooze", days: 30 })).toMatchObject({
      status: "snoozed",
      snoozed_until: "2026-12-28T10:00:00.000Z",
    });
    expect(doing(OPEN, { kind: "resolve", note: null })).toMatchObject({
      status: "resolved",
      resolved_by: "me",
      resolved_at: NOW.toISOString(),
    });
  });

  it("is taken back to exactly what it was, by anything from anything", () => {
    const befores: AlertAct[][] = [
      [],
      [{ kind: "ack", owner_id: "ada" }],
      [{ kind: "snooze", days: 3 }],
      [
        { kind: "ack", owner_id: "ada" },
        { kind: "snooze", days: 3 },
      ],
      [{ kind: "resolve", note: "Done." }],
    ];
    for (const before of befores) {
      const was = doing(OPEN, ...before);
      const by = was.resolved_by ? { resolved_by: was.resolved_by } : {};
      for (const act of ACTS) {
        expect(doing(was, act, ...actsBack(was, NOW))).toEqual({ ...was, ...by });
      }
    }
  });

  it("is taken back for the days that were left, never for none", () => {
    const was = doing(OPEN, { kind: "snooze", days: 3 });
    const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
    expect(actsBack(was, later(30)).at(-1)).toEqual({ kind: "snooze", days: 2 });
    expect(actsBack(was, later(200)).at(-1)).toEqual({ kind: "snooze", days: 1 });
  });
});

describe("a list of alerts", () => {
  const search = (status: AlertSearch["status"]): AlertSearch => ({ status, limit: 25, offset: 0 });
  const other = { ...OPEN, id: "2" };
  const list: Alerts = { items: [OPEN, other], total: 9, open: 9 };
  const snoozed = doing(OPEN, { kind: "snooze", days: 1 });

  it("loses what no longer belongs to it", () => {
    const after = listAfter(list, search("open"), OPEN, snoozed);
    expect(after).toEqual({ items: [other], total: 8, open: 8 });
  });

  it("keeps in its place what still does", () => {
    const after = listAfter(list, search("all"), OPEN, snoozed);
    expect(after).toEqual({ items: [snoozed, other], total: 9, open: 8 });
  });

  it("counts what it does not show", () => {
    const elsewhere = { ...OPEN, id: "3" };
    const after = listAfter(list, search("open"), doing(elsewhere, ACTS[2] as AlertAct), elsewhere);
    expect(after).toEqual({ ...list, open: 10 });
  });
});
