type Cell = string | number | null | undefined;

const STARTS_FORMULA = /^[ \u00a0\ufeff]*[=+\-@\t\r\n|%]/;
const NUMBER = /^[+-]?\d+([.,]\d+)*%?$/;

/** Spreadsheets run text that starts like a formula; a leading quote keeps it text. */
const disarm = (text: string) =>
  STARTS_FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = disarm(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180 with a byte-order mark, which is what makes spreadsheets read it as UTF-8. */
export const toCsv = (rows: Cell[][]) =>
  `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
