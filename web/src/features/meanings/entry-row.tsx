"use client";
import { useState } from "react";
import { useWorkspace } from "@/api/session";
import type { PromptEntry } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatMoment } from "@/lib/format";
import { ageOf } from "./age";
import { EntryDetails } from "./entry-details";
import { EntryMenu } from "./entry-menu";
import { inWords } from "./in-words";
import { Opener } from "./opener";
import { averageText, SOURCES, STATUSES, thumbsText } from "./words";

const COLUMNS = 9;

function Status({ entry }: { entry: PromptEntry }) {
  if (entry.problem) return <span className="text-bad">Needs a rebuild</span>;
  return (
    <span className="whitespace-nowrap text-soft">
      {entry.status !== "verified" && (
        <span
          className={cx(
            "mr-1.5 inline-block size-1.5 rounded-full align-middle",
            entry.status === "draft" ? "border-[1.5px] border-accent" : "bg-faint",
          )}
        />
      )}
      {STATUSES[entry.status] ?? entry.status}
      {entry.pinned && <span className="block text-12 text-faint">Pinned</span>}
    </span>
  );
}

interface EntryRowProps {
  entry: PromptEntry;
  /** Whether the person may change it. */
  isAllowed: boolean;
}

export function EntryRow({ entry, isAllowed }: EntryRowProps) {
  const { timezone } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const note = (
    <>
      {inWords(entry)}
      <span className="ml-2 font-mono max-rail:hidden">{entry.prompt_hash.slice(0, 8)}</span>
    </>
  );
  return (
    <>
      <tr className={cx(isOpen && "[&>td]:border-b-0")}>
        <td className="min-w-40">
          <Opener isOpen={isOpen} onToggle={() => setOpen(!isOpen)} note={note}>
            {entry.prompt}
          </Opener>
        </td>
        <td className="text whitespace-nowrap text-soft max-rail:hidden">
          {SOURCES[entry.source] ?? entry.source}
        </td>
        <td className="text">
          <Status entry={entry} />
        </td>
        <td>{formatCount(entry.hits)}</td>
        <td className="whitespace-nowrap max-rail:hidden">{averageText(entry.average_ms)}</td>
        <td className="whitespace-nowrap text-soft max-rail:hidden">
          {entry.last_hit_at ? formatMoment(entry.last_hit_at, timezone) : "–"}
        </td>
        <td className="whitespace-nowrap text-soft max-rail:hidden">{thumbsText(entry)}</td>
        <td
          className="whitespace-nowrap text-soft max-rail:hidden"
          title={formatMoment(entry.created_at, timezone)}
        >
          {ageOf(entry.created_at)}
        </td>
        <td className="w-9 pl-2!">{isAllowed && <EntryMenu entry={entry} />}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={COLUMNS}>
            <EntryDetails entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
}
