"use client";
import { useState } from "react";
import { download } from "@/api/download";
import { REJECTIONS_PER_PAGE, useRejections } from "@/api/queries/imports";
import type { ImportFile, Rejections } from "@/api/types";
import { formatCount, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Modal } from "@/ui/modal";
import { Pager } from "@/ui/pager";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

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

/** As tall as the table will be, so that the dialog does not change its size. */
const TableSkeleton = ({ rows }: { rows: number }) => (
  <div aria-busy="true" style={{ height: 34 + 33 * Math.min(rows, REJECTIONS_PER_PAGE) }}>
    <div className="skeleton h-full" />
  </div>
);

interface RejectionsDialogProps {
  importId: string;
  file: ImportFile;
  onClose: () => void;
}

export function RejectionsDialog({ importId, file, onClose }: RejectionsDialogProps) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useRejections(importId, file.id, page);
  const { complain } = useToast();
  const name = file.name.split("/").at(-1) ?? file.name;
  const save = () =>
    download(
      `/imports/${importId}/files/${file.id}/rejections.csv`,
      {},
      `rejected rows of ${name}`,
    ).catch((failure: Error) => complain(failure.message));
  return (
    <Modal
      wide
      title={`${plural(file.rejected, "row")} of ${name} left out`}
      description="The other rows are in. Correct these in the source, export again and drop the file in: only what changed is added."
      onClose={onClose}
    >
      {error && <Failed error={error} what="The rejected rows" onRetry={refetch} />}
      {!error && (
        <>
          {data ? <Table data={data} /> : <TableSkeleton rows={file.rejected} />}
          <div className="mt-3 flex flex-wrap items-center gap-2">
            <Button onClick={save}>
              <Icon name="download" /> Save these rows as CSV
            </Button>
            <span className="flex-1" />
            {file.rejected > REJECTIONS_PER_PAGE && (
              <Pager
                page={page}
                perPage={REJECTIONS_PER_PAGE}
                total={file.rejected}
                onPage={setPage}
              />
            )}
          </div>
        </>
      )}
    </Modal>
  );
}
