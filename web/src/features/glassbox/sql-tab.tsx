"use client";
import { useKpiSql } from "@/api/queries/kpi";
import { useWindow } from "@/lib/params";
import { CopyButton } from "@/ui/copy-button";
import { SqlText } from "@/ui/sql-text";
import { Failed } from "@/ui/state";

const DIALECTS: Record<string, string> = { duckdb: "DuckDB", postgres: "PostgreSQL" };

export function SqlTab({ kpiKey }: { kpiKey: string }) {
  const { data, error, refetch } = useKpiSql(kpiKey, useWindow());
  if (error) return <Failed error={error} what="The SQL" onRetry={refetch} />;
  if (!data) return <div className="skeleton h-40" aria-busy="true" />;
  const facts = [
    ["stored as", data.sql_id],
    ["model", data.model_version],
    ...Object.entries(data.params).map(([name, value]) => [`$${name}`, String(value)]),
  ];
  return (
    <>
      <SqlText sql={data.sql} />
      <div className="mt-2 flex items-center gap-3">
        <p className="flex-1 text-12 text-faint">
          Stored, compiled for {DIALECTS[data.dialect] ?? data.dialect}, ran in{" "}
          {Math.max(1, Math.round(data.ms))} ms
        </p>
        <CopyButton text={data.sql} label="Copy SQL" copied="SQL copied" />
      </div>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-12">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="break-all text-soft">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
