import { describe, expect, it } from "vitest";
import type { Alert } from "@/api/types";
import { effectText, stateText, timesText } from "./alert-words";

const READERS = {
  members: [
    { user_id: "ada", name: "Ada Rivera" },
    { user_id: "me", name: "Vera Novak" },
  ],
  me: "me",
  timezone: "America/New_York",
};
const alert = (part: Partial<Alert>) => part as Alert;

describe("an alert in words", () => {
  it("says money with its sign, and nothing where there is none", () => {
    expect(effectText({ effect: -9400, currency: "USD" })).toBe("−$9,400");
    expect(effectText({ effect: 12.5, currency: "EUR" })).toBe("+€12.50");
    expect(effectText({ effect: 0, currency: "USD" })).toBe("$0.00");
    expect(effectText({ effect: null, currency: "USD" })).toBeNull();
  });

  it("names who looks after it", () => {
    const owned = (owner_id: string | null) =>
      stateText(alert({ status: "acknowledged", owner_id }), READERS);
    expect(owned("ada")).toBe("Ada Rivera looks after it");
    expect(owned("me")).toBe("You look after it");
    expect(owned("gone")).toBe("Somebody looks after it");
    expect(owned(null)).toBe("Somebody looks after it");
  });

  it("tells days in the store's zone", () => {
    const until = { status: "snoozed", snoozed_until: "2026-12-05T03:00:00Z" } as const;
    expect(stateText(alert(until), READERS)).toBe("Snoozed until 4 Dec");
    const done = { status: "resolved", resolved_at: "2020-03-01T12:00:00Z" } as const;
    expect(stateText(alert({ ...done, resolved_by: "ada" }), READERS)).toBe(
      "Resolved by Ada Rivera 1 Mar 2020, 07:00",
    );
    expect(stateText(alert({ ...done, resolved_by: null }), READERS)).toBe(
      "Resolved 1 Mar 2020, 07:00",
    );
    expect(stateText(alert({ status: "open" }), READERS)).toBeNull();
  });

  it("counts what was found more than once", () => {
    const seen = (times: number) =>
      timesText(alert({ times, seen_at: "2020-03-01T12:00:00Z" }), "UTC");
    expect(seen(1)).toBeNull();
    expect(seen(2)).toBe("Seen twice, last 1 Mar 2020, 12:00");
    expect(seen(5)).toBe("Seen 5 times, last 1 Mar 2020, 12:00");
  });
});
