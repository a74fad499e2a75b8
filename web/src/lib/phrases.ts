import { valueName } from "@/lib/value-name";

/** Pieces of sentences that chips, steps and menus share. */
export const spaced = (name: string) => name.replaceAll("_", " ");

/** Labels stand inside a sentence here: "Total sales" becomes "total sales", "AOV" stays. */
export const inSentence = (label: string) =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

const OPERATORS: Record<string, string> = {
  "=": "is",
  in: "is",
  "!=": "is not",
  not_in: "is not",
  is_null: "is not given",
  is_not_null: "is given",
};

export interface FilterLike {
  field: string;
  op: string;
  value?: unknown;
}

/** "channel is Email or Search", "orders > 10". */
export function filterText({ field, op, value }: FilterLike): string {
  const named = (one: unknown) => (typeof one === "string" ? valueName(field, one) : one);
  const values = Array.isArray(value) ? value.map(named).join(" or ") : named(value);
  return [spaced(field), OPERATORS[op] ?? op, values].filter((part) => part != null).join(" ");
}
