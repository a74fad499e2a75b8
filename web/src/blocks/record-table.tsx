import { ScrollBox } from "@/ui/scroll-box";

const MOST_COLUMNS = 4;
const MOST_ROWS = 12;

export type Rows = readonly Record<string, unknown>[];

const isPlain = (value: unknown) => value === null || typeof value !== "object";

/** The first plain columns: what is nested stays behind the page it comes from. */
export const plainColumns = (rows: Rows): string[] =>
  Object.keys(rows[0] ?? {})
    .filter((key) => !/(^|_)id$/.test(key) && rows.every((row) => isPlain(row[key])))
    .slice(0, MOST_COLUMNS);

const written = (value: unknown) => (value === null || value === "" ? "–" : String(value));
const heading = (key: string) => key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");

/** A list that a tool gave, as it is. */
export function RecordTable({ rows, label }: { rows: Rows; label: string }) {
  const columns = plainColumns(rows);
  return (
    <div>
      <ScrollBox label={label}>
        <table className="ledger">
          <thead>
            <tr>
              {columns.map((key) => (
                <th key={key} className="text">
                  {heading(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer stand in a fixed order
              <tr key={index}>
                {columns.map((key) => (
                  <td key={key} className="text">
                    {written(row[key])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {rows.length > MOST_ROWS && (
        <p className="mt-2 text-12 text-faint">{rows.length - MOST_ROWS} more rows.</p>
      )}
    </div>
  );
}
