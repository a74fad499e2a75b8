"use client";
import type { ReactCodeMirrorRef } from "@uiw/react-codemirror";
import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { ApiError } from "@/api/errors";
import { FIRST_ROWS, MOST_ROWS, useSqlRows, useSqlSchema } from "@/api/queries/sql";
import { useMay } from "@/api/session";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { formatSql } from "./format-sql";
import { SchemaList } from "./schema-list";
import type { SqlPlace } from "./sql-editor";
import { SqlProblem } from "./sql-problem";
import { SqlResult } from "./sql-result";

const SqlEditor = dynamic(() => import("./sql-editor"), {
  ssr: false,
  loading: () => <div aria-busy="true" className="skeleton m-3 h-[108px]" />,
});

const EXAMPLE = `SELECT
  order_date,
  count(*) AS orders,
  sum(total_minor) / 100 AS total
FROM orders
GROUP BY order_date
ORDER BY order_date DESC
LIMIT 30`;

/** Where the server could not read on, if it said so. */
function placeOf(error: Error | null): SqlPlace | null {
  if (!(error instanceof ApiError)) return null;
  const { line, column } = error.details;
  return typeof line === "number" && typeof column === "number"
    ? { line, column, message: error.message }
    : null;
}

interface SqlViewProps {
  sql: string;
  onRun: (sql: string) => void;
}

function Desk({ sql, onRun }: SqlViewProps) {
  const [text, setText] = useState(sql || EXAMPLE);
  const [ran, setRan] = useState(sql);
  const [rows, setRows] = useState(FIRST_ROWS);
  const editor = useRef<ReactCodeMirrorRef>(null);
  const { complain } = useToast();
  const { data: schema } = useSqlSchema(true);
  const { data, error, refetch, isFetching } = useSqlRows(sql, rows);
  const place = useMemo(() => placeOf(error), [error]);
  // Back, a link or “Edit SQL” bring another statement than the one in the editor.
  if (ran !== sql) {
    setRan(sql);
    setText(sql || EXAMPLE);
    setRows(FIRST_ROWS);
  }
  const run = () => {
    if (text.trim() === sql) void refetch();
    else onRun(text.trim());
  };
  const format = () =>
    formatSql(text).then(setText, () => complain("This cannot be laid out until it can be read."));
  const insert = (name: string) => {
    const view = editor.current?.view;
    if (!view) return;
    view.dispatch(view.state.replaceSelection(name));
    view.focus();
  };
  return (
    <div className="grid gap-4 rail:grid-cols-[minmax(0,1fr)_232px]">
      <div className="grid min-w-0 content-start gap-4">
        <section aria-label="Statement" className="rounded-card border border-line bg-surface">
          <SqlEditor
            value={text}
            schema={schema}
            place={text.trim() === sql ? place : null}
            editor={editor}
            onChange={setText}
            onRun={run}
          />
          <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-2.5 py-2">
            <Button look="solid" onClick={run} disabled={isFetching || !text.trim()}>
              {isFetching ? "Running…" : "Run"}
              <span aria-hidden="true" className="font-mono text-11 max-rail:hidden">
                ⌘↵
              </span>
            </Button>
            <Button look="quiet" onClick={format} disabled={!text.trim()}>
              Format
            </Button>
            <span className="ml-auto text-12 text-faint max-sm:hidden">
              One SELECT, read-only, without personal data
            </span>
          </div>
        </section>
        {error && <SqlProblem error={error} onRetry={() => void refetch()} />}
        {data && !error && <SqlResult sql={sql} answer={data} onMore={() => setRows(MOST_ROWS)} />}
        {isFetching && !data && <div aria-busy="true" className="skeleton h-64" />}
      </div>
      <aside aria-label="Tables" className="min-w-0">
        <h2 className="mb-1 text-12 font-medium text-faint">Tables</h2>
        <SchemaList schema={schema} onInsert={insert} />
      </aside>
    </div>
  );
}

/** A statement over the store's tables and its rows. */
export function SqlView(props: SqlViewProps) {
  const may = useMay("marketer");
  if (!may) {
    return (
      <Notice title="Writing SQL takes another role">
        You can read the SQL behind every answer. To write your own, ask an owner or admin for the
        role of marketer under Settings, Members.
      </Notice>
    );
  }
  return <Desk {...props} />;
}
