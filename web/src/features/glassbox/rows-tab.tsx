"use client";
import { useState } from "react";
import { download } from "@/api/download";
import { ROWS_PER_PAGE, useKpiRows } from "@/api/queries/kpi";
import { useWorkspace } from "@/api/session";
import type { Kpi, KpiRows } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatDayYear, formatMoney } from "@/lib/format";
import { useWindow } from "@/lib/params";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Pager } from "@/ui/pager";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

type Column = KpiRows["columns"][number];
type Cell = KpiRows["rows"][number][number];

function words(name: string): string {
  const text = name.replace(/_minor$/, "").replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
const isText = (column: Column) => column.unit === "text" || column.unit === "date";

function show(cell: Cell, column: Column, currency: string): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (column.unit === "money" && typeof cell === "number") return formatMoney(cell, currency);
  if (column.unit === "count" && typeof cell === "number") return formatCount(cell);
  if (column.unit === "date" && typeof cell === "string") return formatDayYear(cell);
  return String(cell);
}

function Table({ data, currency }: { data: KpiRows; currency: string }) {
  return (
    <ScrollBox label="Rows">
      <table className="ledger text-12">
        <thead>
          <tr>
            {data.columns.map((column) => (
              <th key={column.name} className={cx(isText(column) && "text")}>
                {words(column.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one page have no id of their own
            <tr key={index}>
              {data.columns.map((column, place) => (
                <td
                  key={column.name}
                  className={cx(
                    "max-w-64 truncate whitespace-nowrap",
                    isText(column) && "text",
                    !row[place] && "text-faint",
                  )}
                >
                  {show(row[place] ?? null, column, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface TablePickerProps {
  data: KpiRows;
  onPick: (table: string) => void;
}

/** A rate reads two tables; this shows one of them at a time. */
function TablePicker({ data, onPick }: TablePickerProps) {
  if (data.tables.length < 2)
    return <code className="font-mono text-12 text-faint">{data.table}</code>;
  return (
    <div className="flex flex-wrap gap-1">
      {data.tables.map((table) => (
        <button
          key={table}
          type="button"
          aria-pressed={table === data.table}
          onClick={() => onPick(table)}
          className="h-7 rounded-[6px] px-2 font-mono text-12 text-faint hover:text-ink aria-pressed:bg-sunk aria-pressed:text-ink max-rail:h-11"
        >
          {table}
        </button>
      ))}
    </div>
  );
}

export function RowsTab({ tile }: { tile: Kpi }) {
  const window = useWindow();
  const { currency } = useWorkspace();
  const { complain } = useToast();
  const [page, setPage] = useState(0);
  const [table, setTable] = useState<string>();
  const { data, error, refetch } = useKpiRows(tile.key, window, { page, table });
  if (error) return <Failed error={error} what="The rows" onRetry={refetch} />;
  if (!data) return <div className="skeleton h-64" aria-busy="true" />;
  if (data.total === 0) return <p className="text-soft">No row falls in these days.</p>;
  const pick = (next: string) => {
    setTable(next);
    setPage(0);
  };
  const save = () => {
    const query = { ...window, ...(table && { table }) };
    const name = `${tile.key}-${tile.window.start}-${tile.window.end}.csv`;
    download(`/kpis/${encodeURIComponent(tile.key)}/rows.csv`, query, name).catch(
      (failure: Error) => complain(failure.message),
    );
  };
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <TablePicker data={data} onPick={pick} />
        <span className="flex-1" />
        <Pager page={page} perPage={ROWS_PER_PAGE} total={data.total} onPage={setPage} />
        <Button look="quiet" onClick={save}>
          <Icon name="download" /> CSV
        </Button>
      </div>
      <Table data={data} currency={currency} />
    </>
  );
}
