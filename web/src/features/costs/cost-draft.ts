import type { CostRule } from "@/api/types";
import type { By, Kind } from "./cost-words";

/** A cost as it is typed: everything is text until it is saved. */
export interface Draft {
  kind: Kind;
  sku: string;
  name: string;
  by: By;
  amount: string;
  /** In percent. */
  share: string;
  every: "month" | "day" | "once";
  category: "fixed" | "variable" | "marketing";
  starts: string;
  ends: string;
}

export type Wrong = Partial<Record<keyof Draft, string>>;

export const EMPTY: Draft = {
  kind: "shipping",
  sku: "",
  name: "",
  by: "order",
  amount: "",
  share: "",
  every: "month",
  category: "fixed",
  starts: "",
  ends: "",
};

const text = (number: number | null | undefined) => (number == null ? "" : String(number));

export function draftOf(rule: CostRule): Draft {
  const share =
    "share" in rule && rule.share != null ? Number((rule.share * 100).toFixed(4)) : null;
  return {
    ...EMPTY,
    kind: rule.kind,
    ...(rule.kind === "goods_sku" && { sku: rule.sku }),
    ...(rule.kind === "shipping" && { by: rule.by }),
    ...(rule.kind === "custom" && {
      name: rule.name,
      every: rule.every,
      category: rule.category,
    }),
    amount: "amount" in rule ? text(rule.amount) : "",
    share: text(share),
    starts: rule.starts ?? "",
    ends: rule.ends ?? "",
  };
}

/** Which of the two numbers a cost takes. */
export function takes({ kind, by }: Pick<Draft, "kind" | "by">): {
  amount: boolean;
  share: boolean;
} {
  if (kind === "fees") return { amount: true, share: true };
  const share =
    kind === "goods_percent" || kind === "taxes" || (kind === "shipping" && by !== "order");
  return { amount: !share, share };
}

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^-?(\d+[.,]?\d*|[.,]\d+)$/;

/** “1,200” is twelve hundred, as amounts are written here; “2,5” is two and a half. */
function number(typed: string): number {
  const text = typed.trim();
  if (GROUPED.test(text)) return Number(text.replaceAll(",", ""));
  return PLAIN.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function numberWrong(typed: string, most: number, what: string, optional: boolean) {
  if (optional && !typed.trim()) return undefined;
  const value = number(typed);
  if (Number.isNaN(value)) return `Write ${what}, such as 2.5.`;
  if (value < 0) return "It cannot be below nothing.";
  return value > most ? `At most ${most.toLocaleString("en")}.` : undefined;
}

/** What is wrong with each field; empty where it may be saved. */
export function wrongWith(draft: Draft): Wrong {
  const { amount, share } = takes(draft);
  const both = amount && share;
  const once = draft.kind === "custom" && draft.every === "once";
  const found: Wrong = {
    sku:
      draft.kind === "goods_sku" && !draft.sku.trim()
        ? "Write the SKU as Shopify has it."
        : undefined,
    name: draft.kind === "custom" && !draft.name.trim() ? "Give it a name." : undefined,
    amount: amount ? numberWrong(draft.amount, 1e9, "an amount", both) : undefined,
    share: share ? numberWrong(draft.share, 100, "a percent", both) : undefined,
    starts: once && !draft.starts ? "Say on which day." : undefined,
    ends:
      !once && draft.starts && draft.ends && draft.ends < draft.starts
        ? "It ends before it starts."
        : undefined,
  };
  if (both && !draft.amount.trim() && !draft.share.trim())
    found.share = "Write a percent or an amount.";
  return Object.fromEntries(Object.entries(found).filter(([, words]) => words));
}

/** The cost that a draft without faults says. */
export function ruleOf(draft: Draft): CostRule {
  const { kind } = draft;
  const amount = number(draft.amount);
  const share = Number((number(draft.share) / 100).toFixed(6));
  const days = { starts: draft.starts || null, ends: draft.ends || null };
  switch (kind) {
    case "goods_sku":
      return { kind, sku: draft.sku.trim(), amount, ...days };
    case "shipping":
      return draft.by === "order"
        ? { kind, by: draft.by, amount, share: null, ...days }
        : { kind, by: draft.by, amount: null, share, ...days };
    case "handling":
      return { kind, amount, ...days };
    case "fees":
      return { kind, share: share || 0, amount: amount || 0, ...days };
    case "custom": {
      const { every, category } = draft;
      const ends = every === "once" ? days.starts : days.ends;
      return { kind, name: draft.name.trim(), amount, every, category, starts: days.starts, ends };
    }
    default:
      return { kind, share, ...days };
  }
}
