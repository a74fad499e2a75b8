"use client";
import { useState } from "react";
import type { InsightPart } from "@/api/types";
import { formatSeconds } from "@/lib/format";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Modal } from "@/ui/modal";
import { SqlText } from "@/ui/sql-text";

const isGiven = ([, value]: [string, unknown]) => value !== null && value !== "";

function Statement({ statement }: { statement: InsightPart["statements"][number] }) {
  const given = Object.entries(statement.params).filter(isGiven);
  return (
    <section className="mt-5">
      <div className="mb-1.5 flex items-center justify-between gap-3">
        <p className="text-12 text-faint">
          Reads {statement.tables.join(", ")} · took {formatSeconds(statement.ms / 1000)}
        </p>
        <CopyButton text={statement.sql} label="Copy the SQL" />
      </div>
      <SqlText sql={statement.sql} />
      {given.length > 0 && (
        <p className="mt-1.5 break-words font-mono text-12 text-faint">
          {given.map(([name, value]) => `$${name} = ${value}`).join(" · ")}
        </p>
      )}
    </section>
  );
}

/** The glass box of a part: its formula in words and the stored SQL under it. */
export function Counted({ part }: { part: Pick<InsightPart, "title" | "formula" | "statements"> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        How this is counted
        <span className="sr-only">: {part.title}</span>
      </Button>
      {open && (
        <Modal title={part.title} description={part.formula} onClose={() => setOpen(false)}>
          {part.statements.map((statement) => (
            <Statement key={statement.sql_id} statement={statement} />
          ))}
        </Modal>
      )}
    </>
  );
}
