"use client";
import { useMay } from "@/api/session";
import type { Answer } from "@/api/types";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { SqlText } from "@/ui/sql-text";
import { editableSql } from "./editable";

interface WorkingsProps {
  answer: Answer;
  onEdit: (sql: string) => void;
}

/** The statement behind an answer, as it is stored, with the values it ran with. */
export function Workings({ answer, onEdit }: WorkingsProps) {
  const mayWrite = useMay("marketer");
  const sql = answer.sql ?? "";
  return (
    <section aria-label="Workings" className="mt-4">
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
        {mayWrite && (
          <Button look="quiet" onClick={() => onEdit(editableSql(sql, answer.params))}>
            Edit SQL
          </Button>
        )}
      </div>
    </section>
  );
}
