import type { ValueField } from "@/api/queries/segments";
import type { SegmentRule } from "@/api/types";

export type Field = SegmentRule["field"];
export type Op = SegmentRule["op"];

/** How the value of a rule is typed. Shares are typed as percentages and sent as fractions. */
export type Kind = "count" | "money" | "days" | "percent" | "words" | "group" | "yes";

interface FieldInfo {
  label: string;
  kind: Kind;
}

export const FIELDS: Record<Field, FieldInfo> = {
  orders: { label: "Orders", kind: "count" },
  spent: { label: "Spent in all", kind: "money" },
  aov: { label: "Spent an order", kind: "money" },
  last_order_days: { label: "Days since last order", kind: "days" },
  first_order_days: { label: "Days since first order", kind: "days" },
  discount_share: { label: "Orders with a discount", kind: "percent" },
  product: { label: "Bought product", kind: "words" },
  vendor: { label: "Bought vendor", kind: "words" },
  product_type: { label: "Bought type", kind: "words" },
  country: { label: "Country", kind: "words" },
  accepts_email: { label: "Accepts e-mail", kind: "yes" },
  rfm_group: { label: "RFM group", kind: "group" },
};
export const FIELD_NAMES = Object.keys(FIELDS) as Field[];

const NUMBERS: [Op, string][] = [
  [">=", "at least"],
  ["<=", "at most"],
  [">", "more than"],
  ["<", "less than"],
  ["=", "exactly"],
];
const WORDS: [Op, string][] = [
  ["is", "is"],
  ["is_not", "is not"],
];

export const isNumeric = (field: Field) =>
  ["count", "money", "days", "percent"].includes(FIELDS[field].kind);
export const opsOf = (field: Field) => (isNumeric(field) ? NUMBERS : WORDS);
export const valueField = (field: Field): ValueField | null =>
  FIELDS[field].kind === "words" ? (field as ValueField) : null;

/** The eleven groups by the names of Shopify. */
export const GROUPS: [string, string][] = [
  ["CHAMPIONS", "Champions"],
  ["LOYAL", "Loyal"],
  ["ACTIVE", "Active"],
  ["NEW", "New"],
  ["PROMISING", "Promising"],
  ["NEEDS_ATTENTION", "Needs attention"],
  ["ALMOST_LOST", "Almost lost"],
  ["AT_RISK", "At risk"],
  ["PREVIOUSLY_LOYAL", "Previously loyal"],
  ["DORMANT", "Dormant"],
  ["PROSPECTS", "Prospects"],
];
