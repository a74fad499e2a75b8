import { describe, expect, it } from "vitest";
import type { Trigger } from "@/api/types";
import { joinRequest, sentenceOf, splitRequest, triggerWords } from "./words";

const at = "08:00";

describe("an automation in words", () => {
  it.each<[Trigger, string]>([
    [{ kind: "event", event: "import.completed" }, "When an import completes"],
    [{ kind: "schedule", at }, "Each day at 08:00"],
    [{ kind: "schedule", at, weekdays: ["mon"] }, "Each Monday at 08:00"],
    [{ kind: "schedule", at, weekdays: ["thu", "mon"] }, "Each Monday and Thursday at 08:00"],
    [{ kind: "schedule", at, day_of_month: 1 }, "On the 1st of each month at 08:00"],
    [{ kind: "schedule", at, day_of_month: 12 }, "On the 12th of each month at 08:00"],
    [
      { kind: "schedule", at, day_of_month: 31 },
      "On the 31st of each month, or its last day, at 08:00",
    ],
  ])("says when: %o", (trigger, words) => expect(triggerWords(trigger)).toBe(words));

  it("says a rate in per cent", () => {
    const trigger = {
      kind: "metric",
      metric: "open_rate",
      time: "last_week",
      relation: "below",
      value: "0.25",
      at,
    } as const;
    expect(triggerWords(trigger, { label: "Open rate", unit: "percent" })).toBe(
      "Each day at 08:00 and after an import, if open rate came to less than 25% last week",
    );
  });

  it("says the whole, with what becomes of the answer", () => {
    const text = joinRequest("What changed?", true);
    expect(
      sentenceOf({ kind: "event", event: "import.completed" }, { kind: "instruction", text }),
    ).toBe("When an import completes, ask “What changed?” and mail the answer to the team.");
  });

  it("takes a request apart as it was put together", () => {
    for (const question of ["What changed?", "Revenue last week.", ""]) {
      for (const mail of [true, false]) {
        expect(splitRequest(joinRequest(question, mail))).toEqual({ question, mail });
      }
    }
    expect(joinRequest("revenue last week", true)).toBe(
      "revenue last week? Mail the answer to the team.",
    );
  });
});
