"use client";
import { useState } from "react";
import { REJECTIONS_PER_PAGE, useRejections } from "@/api/queries/imports";
import type { ImportFile, Rejections } from "@/api/types";
import { formatCount, plural } from "@/lib/format";
import { Modal } from "@/ui/modal";
import { Pager } from "@/ui/pager";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";

function Table({ data }: { data: Rejections }) {
  return (
    <ScrollBox label="Rejected rows">
      <table className="ledger text-12">
        <thead>
          <tr>
            <th>Row</th>
            <th className="text">Why</th>
            {data.columns.map((column) => (
              <th key={column} className="text">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.items.map((rejection) => (
            <tr key={`${rejection.row}-${rejection.reason}`}>
              <td>{formatCount(rejection.row)}</td>
              <td className="text min-w-48">{rejection.reason}</td>
              {data.columns.map((column) => (
                <td key={column} className="text max-w-56 truncate whitespace-nowrap text-soft">
                  {String(rejection.values[column] ?? "")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface RejectionsDialogProps {
  importId: string;
  file: ImportFile;
  onClose: () => void;
}

export function RejectionsDialog({ importId, file, onClose }: RejectionsDialogProps) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useRejections(importId, file.id, page);
  return (
    <Modal
      wide
      title={`${plural(file.rejected, "row")} of ${file.name.split("/").at(-1)} left out`}
      description="The other rows are in. Correct these in the source, export again and drop the file in: only what changed is added."
      onClose={onClose}
    >
      {error && <Failed error={error} what="The rejected rows" onRetry={refetch} />}
      {!data && !error && <div className="skeleton h-64" aria-busy="true" />}
      {data && (
        <>
          <Table data={data} />
          {data.total > REJECTIONS_PER_PAGE && (
            <div className="mt-3 flex justify-end">
              <Pager
                page={page}
                perPage={REJECTIONS_PER_PAGE}
                total={data.total}
                onPage={setPage}
              />
            </div>
          )}
        </>
      )}
    </Modal>
  );
}
