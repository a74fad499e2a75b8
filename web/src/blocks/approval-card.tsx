"use client";
import { useState } from "react";
import { useDecide, useMayDecide } from "@/api/queries/approvals";
import { useCurrent } from "@/api/session";
import type { Approval } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { MailText, people } from "./mail-text";

const WORDS: Record<Approval["status"], string> = {
  open: "Waits for a person",
  approved: "Approved",
  used: "Approved",
  rejected: "Not approved",
  expired: "Ended without a decision",
};

/** What is asked, in the words of the button that does it. */
function actOf({ preview }: Approval): string {
  const count = preview.recipients?.length ?? 0;
  return count > 0 ? `Send to ${people(count)}` : "Approve";
}

/** What became of it, and whose word that was where it was one's own. */
function outcomeOf(approval: Approval, userId: string, timezone: string): string {
  const { status, decided_by, decided_at } = approval;
  const own = decided_by === userId ? " by you" : "";
  const at = decided_at ? `, ${formatMoment(decided_at, timezone)}` : "";
  return `${WORDS[status]}${own}${at}`;
}

/** Who wants it: a person here, or a program with a key. */
function askedBy({ requested_by: asker, created_at }: Approval, userId: string, timezone: string) {
  const program = asker.kind === "api_key" ? `an API key (${asker.role})` : `a ${asker.role}`;
  const who = asker.user_id === userId && asker.kind !== "api_key" ? "you" : program;
  return `Asked for by ${who}, ${formatMoment(created_at, timezone)}`;
}

function Effect({ approval }: { approval: Approval }) {
  const { session, workspace } = useCurrent();
  const { preview } = approval;
  return (
    <>
      <p className="mb-2 text-pretty">{preview.effect}</p>
      <MailText
        recipients={preview.recipients ?? []}
        subject={preview.subject ?? null}
        body={preview.body ?? null}
      />
      <p className="mt-2 text-12 text-faint">
        {askedBy(approval, session.user.id, workspace.timezone)}
      </p>
    </>
  );
}

/** Folded, since nobody has to do anything about it. */
function Decided({ approval }: { approval: Approval }) {
  const { session, workspace } = useCurrent();
  const { note, problem, preview } = approval;
  return (
    <details className="rounded-card border border-line bg-surface px-3 py-2">
      <summary className="text-pretty max-rail:min-h-11 max-rail:py-2">
        <span className="font-medium">
          {outcomeOf(approval, session.user.id, workspace.timezone)}
        </span>
        <span className="text-soft">: {preview.subject ?? preview.effect}</span>
      </summary>
      <div className="mt-2 border-t border-line pt-2">
        {note && <p className="mb-2 text-pretty">Note: “{note}”</p>}
        {problem && <p className="mb-2 text-pretty text-bad">It could not be done: {problem}</p>}
        <Effect approval={approval} />
      </div>
    </details>
  );
}

const NOTE =
  "w-full rounded-field border border-line-strong bg-surface px-3 py-1.5 text-13 placeholder:text-faint hover:border-faint max-rail:min-h-11 max-rail:text-[16px]";

function Decide({ approval }: { approval: Approval }) {
  const decide = useDecide();
  const [note, setNote] = useState("");
  const { timezone } = useCurrent().workspace;
  const give = (approved: boolean) => decide.mutate({ approval, approved, note: note.trim() });
  const busy = decide.isPending || decide.isSuccess;
  return (
    <div className="mt-3 grid gap-2.5 border-t border-line pt-3">
      <textarea
        aria-label="Note, if you like"
        placeholder="Note, if you like"
        rows={1}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className={NOTE}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="solid" disabled={busy} onClick={() => give(true)}>
          {actOf(approval)}
        </Button>
        <Button disabled={busy} onClick={() => give(false)}>
          Do not send
        </Button>
      </div>
      <p className="text-12 text-pretty text-faint">
        What was sent cannot be called back. Without a decision nothing leaves; this ends{" "}
        {formatMoment(approval.expires_at, timezone)}.
      </p>
      {decide.error && (
        <p role="alert" className="text-pretty text-bad">
          {decide.error.message}
        </p>
      )}
    </div>
  );
}

function Open({ approval }: { approval: Approval }) {
  const mayDecide = useMayDecide();
  const { preview } = approval;
  return (
    <section
      aria-label={`Approval: ${preview.subject ?? preview.effect}`}
      className="rounded-card border border-accent bg-surface px-4 py-3"
    >
      <p className="mb-1.5 flex items-center gap-1.5 text-12 font-medium">
        <span className="size-1.5 rounded-full bg-accent" />
        {mayDecide ? "Needs you" : WORDS.open}
      </p>
      <Effect approval={approval} />
      {mayDecide ? (
        <Decide approval={approval} />
      ) : (
        <p className="mt-3 border-t border-line pt-2 text-12 text-pretty text-faint">
          Your role may look and not decide. An owner, an admin or an approver says yes or no.
        </p>
      )}
    </section>
  );
}

/** An act that waits for a person, with the exact effect and whom it touches; or what became of it. */
export const ApprovalCard = ({ approval }: { approval: Approval }) =>
  approval.status === "open" ? <Open approval={approval} /> : <Decided approval={approval} />;
