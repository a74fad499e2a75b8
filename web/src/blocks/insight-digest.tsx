import Link from "next/link";
import type { Insight, InsightPart } from "@/api/types";
import { formatDayRange } from "@/lib/format";
import { insightHref } from "@/lib/insights";
import { ScrollBox } from "@/ui/scroll-box";
import { cellText } from "./insight-cell";

const MOST_FIGURES = 6;
const MOST_ROWS = 5;
const MOST_COLUMNS = 4;

interface PartProps {
  part: InsightPart;
  currency: string;
}

function Figures({ part, currency }: PartProps) {
  const [row = []] = part.rows;
  const shown = part.columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => column.role === "value")
    .slice(0, MOST_FIGURES);
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2">
      {shown.map(({ column, at }) => (
        <div key={column.name}>
          <dt className="text-12 text-soft">{column.label}</dt>
          <dd className="text-18 font-semibold tracking-[-0.01em]">
            {cellText(row[at], column, currency)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Rows({ part, currency }: PartProps) {
  const columns = part.columns.slice(0, MOST_COLUMNS);
  const isText = (unit: string) => unit === "text" || unit === "date";
  return (
    <ScrollBox label={`Rows of ${part.title}`}>
      <table className="ledger">
        <caption className="text-left text-12 font-medium text-soft">{part.title}</caption>
        <thead>
          <tr>
            {columns.map(({ name, label, unit }) => (
              <th key={name} className={isText(unit) ? "text" : ""}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {part.rows.slice(0, MOST_ROWS).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
            <tr key={index}>
              {columns.map((column, at) => (
                <td
                  key={column.name}
                  className={isText(column.unit) ? "text" : "whitespace-nowrap"}
                >
                  {cellText(row[at], column, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const LISTS = ["table", "bars"];

/** A page of insights in a thread: what it says, its figures, its first list, and the way there. */
export function InsightDigest({ insight }: { insight: Insight }) {
  const { name, title, window, currency, parts, sentences } = insight;
  const figures = parts.find(({ mark }) => mark === "figures");
  const list = parts.find(({ mark, rows }) => LISTS.includes(mark) && rows.length > 0);
  const days = new URLSearchParams({ range: `${window.start}..${window.end}` });
  return (
    <div className="grid gap-3">
      <p className="text-12 text-faint">
        {title}, {formatDayRange(window.start, window.end)}
      </p>
      {sentences.length > 0 && <p className="text-pretty">{sentences.join(" ")}</p>}
      {figures && <Figures part={figures} currency={currency} />}
      {list && <Rows part={list} currency={currency} />}
      <Link
        href={`${insightHref(name)}?${days}`}
        className="w-fit underline decoration-line-strong underline-offset-4 max-rail:min-h-11"
      >
        Open the page
      </Link>
    </div>
  );
}
