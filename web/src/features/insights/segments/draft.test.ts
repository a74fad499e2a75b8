import { expect, it } from "vitest";
import type { SegmentRules } from "@/api/types";
import { draftOf, newDraft, ofField, rulesOf } from "./draft";

const RULES: SegmentRules = {
  match: "any",
  groups: [
    { match: "all", rules: [{ field: "discount_share", op: "=", value: 0.07 }] },
    {
      match: "any",
      rules: [
        { field: "accepts_email", op: "is", value: false },
        { field: "product", op: "is_not", value: "Cup 2" },
        { field: "spent", op: ">", value: 12.5 },
      ],
    },
  ],
};

it("gives back the rules that it was made of", () => {
  expect(rulesOf(draftOf(RULES))).toEqual(RULES);
});

it("sends nothing while a value is missing or is no number", () => {
  const draft = newDraft();
  const put = (text: string) =>
    rulesOf({
      ...draft,
      groups: draft.groups.map((group) => ({
        ...group,
        rules: group.rules.map((rule) => ({ ...rule, text })),
      })),
    });
  expect(put(" ")).toBeNull();
  expect(put("1e999")).toBeNull();
  expect(put("many")).toBeNull();
  expect(put("3")?.groups[0]?.rules[0]?.value).toBe(3);
});

it("forgets a value that another field cannot have, and keeps how numbers are compared", () => {
  const rule = { key: 1, field: "orders", op: "<", text: "3" } as const;
  expect(ofField(rule, "spent")).toMatchObject({ op: "<", text: "" });
  expect(ofField(rule, "country")).toMatchObject({ op: "is", text: "" });
  expect(ofField(rule, "accepts_email")).toMatchObject({ op: "is", text: "true" });
});
