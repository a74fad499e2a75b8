/** Dimensions whose values are the product's own codes; all others are a store's own words. */
const CODED = new Set(["channel", "sales_channel"]);
const SHORT: Record<string, string> = { sms: "SMS", pos: "POS" };

/** A value as people read it: "paid_search" is "Paid search", a store's own words stay. */
export function valueName(field: string | null, value: string): string {
  if (!CODED.has(field ?? "")) return value;
  const words = value.replaceAll("_", " ");
  return SHORT[value] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
