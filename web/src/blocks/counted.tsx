"use client";
import { useState } from "react";
import type { InsightPart } from "@/api/types";
import { Statement } from "@/blocks/statement";
import { Button } from "@/ui/button";
import { Modal } from "@/ui/modal";

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
