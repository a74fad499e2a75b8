import { tokenizeSql } from "@/lib/sql";

type Value = string | number | boolean;

const DAY = /^\d{4}-\d\d-\d\d$/;

function literal(value: Value): string {
  if (typeof value !== "string") return String(value);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return DAY.test(value) ? `CAST(${quoted} AS DATE)` : quoted;
}

/**
 * Stored SQL with its parameters written out, as a text to edit. It is checked like anything else
 * that a person types before it runs.
 */
export const editableSql = (sql: string, params: Record<string, Value>) =>
  tokenizeSql(sql)
    .map(({ text, kind }) => {
      const value = kind === "parameter" ? params[text.slice(1)] : undefined;
      return value === undefined ? text : literal(value);
    })
    .join("");
