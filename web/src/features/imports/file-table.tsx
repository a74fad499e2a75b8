"use client";
import dynamic from "next/dynamic";
import { Fragment, useState } from "react";
import type { ImportFile } from "@/api/types";
import { formatBytes, formatCount, plural } from "@/lib/format";
import { FILE_STATUS, inOrder, rootOf, tallyOf } from "./describe";
import { StatusMark } from "./status-mark";

const RejectionsDialog = dynamic(
  () => import("./rejections-dialog").then((m) => m.RejectionsDialog),
  {
    ssr: false,
  },
);

const DELIMITERS: Record<string, string> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

/** How the bytes were read, for whoever wonders why an accent or a decimal looks wrong. */
function reading(file: ImportFile): string {
  const delimiter = file.delimiter ? (DELIMITERS[file.delimiter] ?? file.delimiter) : null;
  const encoding = file.encoding?.replace("-sig", "").toUpperCase();
  return [formatBytes(file.size), encoding, delimiter].filter(Boolean).join(" · ");
}

/** A name that breaks after its slashes and underscores before it breaks inside a word. */
const breakable = (name: string) =>
  name.split(/(?<=[/_])/).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text, in order
    <Fragment key={place}>
      {part}
      <wbr />
    </Fragment>
  ));

/** Nothing is known of a file that was not read yet. */
const kindOf = (file: ImportFile) =>
  file.kind_label ?? (file.status === "pending" ? "" : "Unknown");

function Name({ file, root }: { file: ImportFile; root: string }) {
  const name = file.name.slice(root.length);
  const cut = name.lastIndexOf("/") + 1;
  return (
    <>
      <span className="wrap-anywhere" title={file.name}>
        {cut > 0 && <span className="text-faint">{breakable(name.slice(0, cut))}</span>}
        {breakable(name.slice(cut))}
      </span>
      <span className="block text-12 text-faint rail:hidden">
        {kindOf(file)}
        {file.rows_in > 0 && ` · ${plural(file.rows_in, "row")}`}
      </span>
      <span className="block text-12 text-faint max-rail:hidden">{reading(file)}</span>
    </>
  );
}

interface FileProps {
  file: ImportFile;
  onRejected: () => void;
}

/** How many rows were rejected; pressing it shows them. */
function Rejected({ file, onRejected, words = "" }: FileProps & { words?: string }) {
  return (
    <button
      type="button"
      onClick={onRejected}
      className="text-bad underline decoration-1 underline-offset-2 max-rail:min-h-11"
      aria-label={`${plural(file.rejected, "rejected row")} of ${file.name}: show ${file.rejected === 1 ? "it" : "them"}`}
    >
      {formatCount(file.rejected)}
      {words}
    </button>
  );
}

function Result({ file, onRejected }: FileProps) {
  return (
    <>
      <StatusMark {...FILE_STATUS[file.status]} />
      {file.rejected > 0 && (
        <span className="block rail:hidden">
          <Rejected file={file} onRejected={onRejected} words=" rejected" />
        </span>
      )}
      {file.reason && (
        <span className="mt-0.5 block max-w-[44ch] text-pretty text-12 text-soft">
          {file.reason}
        </span>
      )}
      {file.status === "quarantined" && file.headers.length > 0 && (
        <details className="mt-0.5 text-12">
          <summary className="text-faint hover:text-ink max-rail:min-h-11 max-rail:py-3">
            {plural(file.headers.length, "column")}
          </summary>
          <span className="block max-w-[44ch] break-words font-mono text-11 text-soft">
            {file.headers.join(", ")}
          </span>
        </details>
      )}
    </>
  );
}

function Row({ file, root, onRejected }: FileProps & { root: string }) {
  const number = (value: number) => {
    if (file.status === "pending") return null;
    return value === 0 ? <span className="text-faint">0</span> : formatCount(value);
  };
  return (
    <tr>
      <td>
        <Name file={file} root={root} />
      </td>
      <td className="text text-soft max-rail:hidden">{kindOf(file)}</td>
      <td className="max-rail:hidden">{number(file.rows_in)}</td>
      <td className="max-rail:hidden">{number(file.loaded)}</td>
      <td className="max-rail:hidden">
        {file.rejected > 0 ? <Rejected file={file} onRejected={onRejected} /> : number(0)}
      </td>
      <td className="max-rail:hidden">{number(file.duplicates)}</td>
      <td className="text">
        <Result file={file} onRejected={onRejected} />
      </td>
    </tr>
  );
}

function Totals({ files }: { files: ImportFile[] }) {
  const tally = tallyOf(files);
  return (
    <tfoot className="font-medium">
      <tr>
        <td>All files</td>
        <td className="max-rail:hidden" />
        <td className="max-rail:hidden">{formatCount(tally.rowsIn)}</td>
        <td className="max-rail:hidden">{formatCount(tally.loaded)}</td>
        <td className="max-rail:hidden">{formatCount(tally.rejected)}</td>
        <td className="max-rail:hidden">{formatCount(tally.duplicates)}</td>
        <td className="text">
          <span className="text-12 font-normal text-faint rail:hidden">
            {formatCount(tally.loaded)} of {plural(tally.rowsIn, "row")} loaded
          </span>
          <span className="text-12 font-normal text-faint max-rail:hidden">
            rows in = loaded + rejected + duplicates
          </span>
        </td>
      </tr>
    </tfoot>
  );
}

interface FileTableProps {
  importId: string;
  files: ImportFile[];
}

/** What became of every file and row. The numbers of each line balance, and the last line adds up. */
export function FileTable({ importId, files }: FileTableProps) {
  const [inspected, setInspected] = useState<ImportFile | null>(null);
  const root = rootOf(files);
  return (
    <div className="overflow-x-auto">
      <table className="ledger">
        <thead>
          <tr>
            <th className="w-[36%] max-rail:w-[62%]">File</th>
            <th className="text w-[19%] max-rail:hidden">Kind</th>
            <th className="max-rail:hidden">Rows in</th>
            <th className="max-rail:hidden">Loaded</th>
            <th className="max-rail:hidden">Rejected</th>
            <th className="max-rail:hidden">Duplicates</th>
            <th className="text">Result</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(files).map((file) => (
            <Row key={file.id} file={file} root={root} onRejected={() => setInspected(file)} />
          ))}
        </tbody>
        {files.length > 1 && <Totals files={files} />}
      </table>
      {inspected && (
        <RejectionsDialog importId={importId} file={inspected} onClose={() => setInspected(null)} />
      )}
    </div>
  );
}
