/** Numbers are written the same for everyone: English grouping, a true minus sign, tabular width. */
const LOCALE = "en-US";

export type Unit = "money" | "count" | "percent" | "ratio";
/** tile: short, for a glance. exact: every digit there is. axis: as few characters as carry the scale. */
export type Precision = "tile" | "exact" | "axis";

/** Absolute amounts from here up drop their cents on a tile; the drawer still shows them. */
const CENTS_UNTIL = 1000;

const trueMinus = (text: string) => text.replace("-", "−");

export function formatCount(value: number, precision: Precision = "exact"): string {
  const options: Intl.NumberFormatOptions =
    precision === "axis"
      ? { notation: "compact", maximumFractionDigits: 1 }
      : { maximumFractionDigits: Number.isInteger(value) ? 0 : 2 };
  return trueMinus(new Intl.NumberFormat(LOCALE, options).format(value));
}

export function formatMoney(
  value: number,
  currency: string | null,
  precision: Precision = "exact",
): string {
  const options: Intl.NumberFormatOptions = currency
    ? { style: "currency", currency, currencyDisplay: "narrowSymbol" }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  if (precision === "axis") {
    const fraction = Math.abs(value) >= CENTS_UNTIL ? 1 : 2;
    Object.assign(options, {
      notation: "compact",
      minimumFractionDigits: 0,
      maximumFractionDigits: Number.isInteger(value) && fraction === 2 ? 0 : fraction,
    });
  } else if (precision === "tile" && Math.abs(value) >= CENTS_UNTIL) {
    Object.assign(options, { minimumFractionDigits: 0, maximumFractionDigits: 0 });
  }
  return trueMinus(new Intl.NumberFormat(LOCALE, options).format(value));
}

/** A fraction as a percentage; small rates keep two decimals because that is where they move. */
export function formatPercent(fraction: number, precision: Precision = "exact"): string {
  const percent = Math.abs(fraction * 100);
  const decimals = percent < 10 || precision === "exact" ? 2 : 1;
  const options: Intl.NumberFormatOptions = {
    style: "percent",
    minimumFractionDigits: precision === "axis" ? 0 : decimals,
    maximumFractionDigits: decimals,
  };
  return trueMinus(new Intl.NumberFormat(LOCALE, options).format(fraction));
}

export function formatRatio(value: number, precision: Precision = "exact"): string {
  const minimumFractionDigits = precision === "axis" ? 0 : 2;
  return trueMinus(
    new Intl.NumberFormat(LOCALE, { minimumFractionDigits, maximumFractionDigits: 2 }).format(
      value,
    ),
  );
}

/** A figure in its unit; nothing to show is a dash, never a zero. */
export function formatValue(
  value: number | null | undefined,
  unit: Unit,
  currency: string | null,
  precision: Precision = "exact",
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (unit === "money") return formatMoney(value, currency, precision);
  if (unit === "percent") return formatPercent(value, precision);
  if (unit === "ratio") return formatRatio(value, precision);
  return formatCount(value, precision);
}

const UNITS = ["B", "KB", "MB", "GB"];

/** Bytes as people read them, in steps of 1024. */
export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0);
  const amount = bytes / 1024 ** step;
  return `${amount.toFixed(step > 1 && amount < 10 ? 1 : 0)} ${UNITS[step]}`;
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
