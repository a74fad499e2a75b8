"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { isUnfinished, useImport } from "@/api/queries/imports";
import { useMay, useWorkspace } from "@/api/session";
import type { Import } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatMoment, formatSeconds, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Progress } from "@/ui/progress";
import { filesToList, IMPORT_STATUS, tallyOf, titleOf } from "./describe";
import { FileTable } from "./file-table";
import { SplitChoice } from "./split-choice";
import { SplitResult } from "./split-result";
import { StatusMark } from "./status-mark";

const RevertDialog = dynamic(() => import("./revert-dialog").then((m) => m.RevertDialog), {
  ssr: false,
});

/** Where how long it took says something. */
const WORKED = new Set<Import["status"]>([
  "completed",
  "unchanged",
  "refused",
  "failed",
  "reverted",
]);

function Meta({ item }: { item: Import }) {
  const { timezone } = useWorkspace();
  const parts = [
    item.files.length > 0 ? plural(item.files.length, "file") : null,
    formatMoment(item.created_at, timezone),
    item.seconds !== null && WORKED.has(item.status) ? formatSeconds(item.seconds) : null,
  ];
  return <span className="block text-12 text-faint">{parts.filter(Boolean).join(" · ")}</span>;
}

/** The balance of an import in one line; anything other than loaded rows is said, never hidden. */
function Balance({ item }: { item: Import }) {
  const { loaded, rejected, duplicates, rowsIn } = tallyOf(item.files);
  if (isUnfinished(item)) return null;
  if (item.status === "unchanged")
    return <span className="text-12 text-faint max-rail:hidden">nothing new in it</span>;
  if (rowsIn === 0) return null;
  return (
    <span className="text-12 text-faint max-rail:hidden">
      <span className="text-ink">{formatCount(loaded)}</span> of {plural(rowsIn, "row")} loaded
      {rejected > 0 && (
        <>
          , <span className="text-bad">{formatCount(rejected)} rejected</span>
        </>
      )}
      {duplicates > 0 && `, ${formatCount(duplicates)} known already`}
    </span>
  );
}

function Running({ item }: { item: Import }) {
  const { done, total, message } = item.progress ?? { done: 0, total: 0, message: "" };
  return (
    <div className="px-4 pb-4 pl-10">
      <p className="mb-1.5 text-12 text-soft" aria-live="polite">
        {total > 0 && (
          // As wide as it gets, so that the name beside it stands still while it counts.
          <span className="mr-2 inline-block min-w-16 text-faint">
            {formatCount(done)} of {formatCount(total)}
          </span>
        )}
        {message || "Reading the files"}
      </p>
      <Progress fraction={total > 0 ? done / total : null} label="Import" />
    </div>
  );
}

function Details({ item, onChosen }: { item: Import; onChosen: () => void }) {
  const [reverting, setReverting] = useState(false);
  const mayRevert = useMay("marketer") && item.status === "completed";
  const files = filesToList(item);
  return (
    <div className="px-4 pb-4 rail:pl-10">
      {item.error && (
        <p role="alert" className="mb-3 rounded-field bg-bad-wash px-3 py-2.5">
          {item.error.message} Summary still shows the last good import.
        </p>
      )}
      {item.status === "needs_choice" && <SplitChoice item={item} onChosen={onChosen} />}
      {item.status === "split" && <SplitResult stores={item.stores} />}
      {files.length > 0 && <FileTable importId={item.import_id} files={files} />}
      {mayRevert && (
        <div className="mt-3 flex items-center gap-3">
          <Button onClick={() => setReverting(true)}>Take this import back</Button>
          <span className="text-12 text-faint">
            {item.warehouse_version !== null && `Published as version ${item.warehouse_version}`}
          </span>
        </div>
      )}
      {reverting && <RevertDialog item={item} onClose={() => setReverting(false)} />}
    </div>
  );
}

interface ImportItemProps {
  item: Import;
  open: boolean;
  onToggle: () => void;
  /** What waited for a choice stays open to show what became of it. */
  onKeep: () => void;
}

export function ImportItem({ item: listed, open, onToggle, onKeep }: ImportItemProps) {
  // A list may leave file details out; the open import is always read in full.
  const { data } = useImport(listed.import_id, open);
  const item = data && data.status === listed.status ? data : listed;
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex min-h-[61px] w-full items-center gap-3 px-4 py-2.5 text-left"
      >
        <span className={cx("text-faint transition-transform", open && "rotate-90")}>
          <Icon name="right" size={13} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium max-rail:line-clamp-2 max-rail:text-wrap wrap-anywhere">
            {titleOf(item)}
          </span>
          <Meta item={item} />
        </span>
        <Balance item={item} />
        <span className="rail:min-w-32">
          <StatusMark {...IMPORT_STATUS[item.status]} />
        </span>
      </button>
      {isUnfinished(item) && <Running item={item} />}
      {open && <Details item={item} onChosen={onKeep} />}
    </li>
  );
}
