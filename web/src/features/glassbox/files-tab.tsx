"use client";
import Link from "next/link";
import { useKpiLineage } from "@/api/queries/kpi";
import { useWorkspace } from "@/api/session";
import { formatMoment, plural } from "@/lib/format";
import { useWindow } from "@/lib/params";
import { Icon } from "@/ui/icon";
import { Failed } from "@/ui/state";

/** Every file a row of this figure came from, with the fingerprint of its bytes. */
export function FilesTab({ kpiKey }: { kpiKey: string }) {
  const { data, error, refetch } = useKpiLineage(kpiKey, useWindow());
  const { timezone } = useWorkspace();
  if (error) return <Failed error={error} what="The files" onRetry={refetch} />;
  if (!data) return <div className="skeleton h-24" aria-busy="true" />;
  if (data.files.length === 0)
    return <p className="text-soft">No file brought rows for these days.</p>;
  return (
    <>
      <ul>
        {data.files.map((file) => (
          <li
            key={file.file_id}
            className="relative flex gap-3 border-b border-line py-2.5 last:border-0"
          >
            <span className="mt-0.5 text-faint">
              <Icon name="file" />
            </span>
            <div className="min-w-0 flex-1">
              <Link
                href={`/imports/?import=${file.import_id}`}
                className="block break-all after:absolute after:inset-0 hover:underline"
              >
                {file.name}
              </Link>
              <p className="text-12 text-faint">
                {plural(file.rows, "row")} of these days
                {file.imported_at && ` · imported ${formatMoment(file.imported_at, timezone)}`}
              </p>
              {file.sha256 && (
                <p
                  className="truncate font-mono text-11 text-faint"
                  title={`SHA-256 ${file.sha256}`}
                >
                  {file.sha256}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-12 text-faint">
        Read into <code className="font-mono">{data.tables.join(", ")}</code>
      </p>
    </>
  );
}
