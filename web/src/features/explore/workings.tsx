"use client";
import type { Answer } from "@/api/types";
import { CopyButton } from "@/ui/copy-button";
import { SqlText } from "@/ui/sql-text";

/** The statement behind an answer, as it is stored, with the values it ran with. */
export function Workings({ answer }: { answer: Answer }) {
  const sql = answer.sql ?? "";
  return (
    <div className="mt-4">
      <SqlText sql={sql} />
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 font-mono text-12">
        {Object.entries(answer.params).map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-faint">${name}</dt>
            <dd className="break-all text-soft">{String(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-2 -ml-2 flex flex-wrap gap-1">
        <CopyButton text={sql} label="Copy SQL" copied="SQL copied" />
      </div>
    </div>
  );
}
