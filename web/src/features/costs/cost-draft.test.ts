import { expect, it } from "vitest";
import type { CostRule } from "@/api/types";
import { type Draft, draftOf, EMPTY, ruleOf, takes, wrongWith } from "./cost-draft";

const draft = (part: Partial<Draft>): Draft => ({ ...EMPTY, ...part });
const open = { starts: null, ends: null };
const RULES: CostRule[] = [
  { kind: "goods_sku", sku: "CUP", amount: 1.99, starts: "2026-01-01", ends: "2026-12-31" },
  { kind: "goods_percent", share: 0.345, ...open },
  { kind: "shipping", by: "order", amount: 4.5, share: null, ...open },
  { kind: "shipping", by: "sales", amount: null, share: 0.07, starts: "2026-03-01", ends: null },
  { kind: "handling", amount: 0, ...open },
  { kind: "fees", share: 0.029, amount: 0.3, starts: null, ends: "2026-06-30" },
  { kind: "taxes", share: 0.000001, ...open },
  { kind: "custom", name: "Rent", amount: 1200, every: "month", category: "fixed", ...open },
  {
    kind: "custom",
    name: "Fair",
    amount: 80,
    every: "once",
    category: "marketing",
    starts: "2026-05-02",
    ends: "2026-05-02",
  },
];

it.each(RULES)("gives back the cost that it was made of: $kind $by $every", (rule) => {
  expect(wrongWith(draftOf(rule))).toEqual({});
  expect(ruleOf(draftOf(rule))).toEqual(rule);
});

it.each([
  ["1,200", 1200],
  ["1,234,567.5", 1234567.5],
  ["2,5", 2.5],
  [" 2.50 ", 2.5],
  [".5", 0.5],
])("reads %j as an amount", (amount, value) => {
  const typed = draft({ kind: "handling", amount });
  expect(wrongWith(typed)).toEqual({});
  expect(ruleOf(typed)).toMatchObject({ amount: value });
});

it.each(["", "  ", "many", "0x10", "1e3", "1.2.3", "1,20,0", "Infinity", "NaN"])(
  "takes %j for no amount",
  (amount) => {
    expect(wrongWith(draft({ kind: "handling", amount })).amount).toMatch(/^Write an amount/);
  },
);

it("says what is below or above what a number may be", () => {
  expect(wrongWith(draft({ kind: "handling", amount: "-1" })).amount).toMatch(/below nothing/);
  expect(wrongWith(draft({ kind: "handling", amount: "1000000001" })).amount).toMatch(/At most/);
  expect(wrongWith(draft({ kind: "taxes", share: "100.1" })).share).toBe("At most 100.");
  expect(wrongWith(draft({ kind: "taxes", share: "100" }))).toEqual({});
});

it("takes the numbers that the kind has, and of fees one or both", () => {
  expect(takes(draft({ kind: "shipping", by: "order" }))).toEqual({ amount: true, share: false });
  expect(takes(draft({ kind: "shipping", by: "sales" }))).toEqual({ amount: false, share: true });
  expect(wrongWith(draft({ kind: "shipping", by: "sales", share: "5" }))).toEqual({});
  expect(wrongWith(draft({ kind: "fees" })).share).toMatch(/a percent or an amount/);
  expect(ruleOf(draft({ kind: "fees", amount: "0.3" }))).toMatchObject({ share: 0, amount: 0.3 });
  expect(ruleOf(draft({ kind: "fees", share: "2,9" }))).toMatchObject({ share: 0.029, amount: 0 });
});

it("asks for a name, an SKU and the one day where they are needed", () => {
  expect(Object.keys(wrongWith(draft({ kind: "goods_sku", sku: " ", amount: "1" })))).toEqual([
    "sku",
  ]);
  const once = draft({ kind: "custom", every: "once", amount: "1" });
  expect(Object.keys(wrongWith(once))).toEqual(["name", "starts"]);
});

it("ends no cost before it starts, and what is spent once on its day", () => {
  const days = { starts: "2026-05-02", ends: "2026-05-01" };
  expect(wrongWith(draft({ kind: "handling", amount: "1", ...days })).ends).toMatch(/before/);
  expect(wrongWith(draft({ kind: "handling", amount: "1", ...days, ends: days.starts }))).toEqual(
    {},
  );
  const once = draft({ kind: "custom", name: "Fair", every: "once", amount: "1", ...days });
  expect(wrongWith(once)).toEqual({});
  expect(ruleOf(once)).toMatchObject({ starts: days.starts, ends: days.starts });
});
