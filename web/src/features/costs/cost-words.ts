import type { CostRule } from "@/api/types";
import { formatDayLong, formatMoney } from "@/lib/format";

export type Kind = CostRule["kind"];
export type By = Extract<CostRule, { kind: "shipping" }>["by"];
type Spend = Extract<CostRule, { kind: "custom" }>;

export const KINDS: Record<Kind, string> = {
  goods_sku: "Cost of goods, one SKU",
  goods_percent: "Cost of goods, percent",
  shipping: "Shipping",
  handling: "Handling",
  fees: "Payment fees",
  taxes: "Taxes",
  custom: "Other spend",
};

/** What a kind counts, said below its choice. */
export const MEANS: Record<Kind, string> = {
  goods_sku: "For each unit sold. It goes before the cost in the products export.",
  goods_percent: "Of the sales of goods whose cost neither a file nor an SKU here tells.",
  shipping: "What shipping costs you.",
  handling: "For each order: packing, picking.",
  fees: "For days that no payment transactions export reaches over.",
  taxes: "Of net sales. Taxes that Shopify tells are not in net sales already.",
  custom: "Rent, wages, an agency, software.",
};

export const BYS: Record<By, string> = {
  order: "An amount for each order",
  shipping: "A percent of shipping charged",
  sales: "A percent of net sales",
};
export const EVERY: Record<Spend["every"], string> = {
  month: "Every month, spread over its days",
  day: "Every day",
  once: "Once, on its first day",
};
export const CATEGORIES: Record<Spend["category"], string> = {
  fixed: "Fixed cost",
  variable: "Variable cost",
  marketing: "Marketing",
};

const OFTEN: Record<Spend["every"], string> = { month: "a month", day: "a day", once: "once" };
const percent = (share: number) => `${Number((share * 100).toFixed(4))} %`;

export function titleOf(rule: CostRule): string {
  if (rule.kind === "custom") return rule.name;
  if (rule.kind === "goods_sku") return `Cost of ${rule.sku}`;
  return KINDS[rule.kind];
}

/** “4.50 an order”, “2.9 % of what orders were charged and $0.30 an order”. */
export function saysOf(rule: CostRule, currency: string): string {
  const money = (amount: number | null | undefined) => formatMoney(amount ?? 0, currency);
  switch (rule.kind) {
    case "goods_sku":
      return `${money(rule.amount)} a unit`;
    case "goods_percent":
      return `${percent(rule.share)} of sales of goods without a known cost`;
    case "shipping":
      if (rule.by === "order") return `${money(rule.amount)} an order`;
      return `${percent(rule.share ?? 0)} of ${rule.by === "sales" ? "net sales" : "shipping charged"}`;
    case "handling":
      return `${money(rule.amount)} an order`;
    case "fees":
      return `${percent(rule.share)} of what orders were charged and ${money(rule.amount)} an order`;
    case "taxes":
      return `${percent(rule.share)} of net sales`;
    case "custom":
      return `${money(rule.amount)} ${OFTEN[rule.every]}, ${CATEGORIES[rule.category].toLowerCase()}`;
  }
}

export function daysOf(rule: CostRule): string {
  const { starts, ends } = rule;
  if (starts && starts === ends) return `On ${formatDayLong(starts)}`;
  if (starts && ends) return `${formatDayLong(starts)} to ${formatDayLong(ends)}`;
  if (starts) return `From ${formatDayLong(starts)}`;
  return ends ? `Until ${formatDayLong(ends)}` : "Every day";
}
