import type { InsightPart } from "@/api/types";
import { formatSeconds } from "@/lib/format";
import { CopyButton } from "@/ui/copy-button";
import { SqlText } from "@/ui/sql-text";

const isGiven = ([, value]: [string, unknown]) => value !== null && value !== "";

/** A stored statement as it ran: what it reads, its SQL, and what it was given. */
export function Statement({ statement }: { statement: InsightPart["statements"][number] }) {
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
