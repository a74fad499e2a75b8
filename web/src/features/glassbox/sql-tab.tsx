"use client";
import { useKpiSql } from "@/api/queries/kpi";
import { useWindow } from "@/lib/params";
import { CopyButton } from "@/ui/copy-button";
import { SqlText } from "@/ui/sql-text";
import { Failed } from "@/ui/state";

export function SqlTab({ kpiKey }: { kpiKey: string }) {
  const { data, error, refetch } = useKpiSql(kpiKey, useWindow());
  if (error) return <Failed error={error} what="The SQL" onRetry={refetch} />;
  if (!data) return <div className="skeleton h-40" aria-busy="true" />;
  const parameters = Object.entries(data.params);
  return (
    <>
      <SqlText sql={data.sql} />
      <div className="mt-2 flex items-start gap-3">
        <p className="flex-1 text-12 text-faint">
          Stored as <code className="font-mono">{data.sql_id}</code> · model {data.model_version} ·
          ran in {Math.max(1, Math.round(data.ms))} ms · {data.dialect}
        </p>
        <CopyButton text={data.sql} label="Copy SQL" copied="SQL copied" />
      </div>
      {parameters.length > 0 && (
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-12">
          {parameters.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-faint">${name}</dt>
              <dd className="break-all text-soft">{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
