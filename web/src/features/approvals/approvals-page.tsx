"use client";
import { useApprovals, useMayDecide } from "@/api/queries/approvals";
import type { Approval } from "@/api/types";
import { ApprovalCard } from "@/blocks/approval-card";
import { openDock } from "@/lib/dock";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { ShowMore } from "@/ui/show-more";
import { Failed, Notice } from "@/ui/state";

function None() {
  return (
    <Notice
      title="Nothing has asked for approval yet"
      actions={
        <Button look="solid" onClick={() => openDock()}>
          Open the agent
        </Button>
      }
    >
      What would leave the house waits here, whoever asked for it: the agent in this app, or another
      one over MCP, AG-UI or the API. You see whom it touches and the exact text before you decide.
    </Notice>
  );
}

interface PartProps {
  title: string;
  items: readonly Approval[];
  showMore: (() => void) | null;
  loadingMore: boolean;
}

function Part({ title, items, ...more }: PartProps) {
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-2.5 font-semibold">
        {title}{" "}
        <span className="font-normal text-faint">
          {items.length}
          {more.showMore && "+"}
        </span>
      </h2>
      <div className="grid gap-2.5">
        {items.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} />
        ))}
      </div>
      <ShowMore {...more} />
    </section>
  );
}

interface ListsProps {
  open: Omit<PartProps, "title">;
  over: Omit<PartProps, "title">;
}

function Lists({ open, over }: ListsProps) {
  const waits = useMayDecide() ? "Waits for you" : "Waits for a person";
  return (
    <div className="max-w-[720px]">
      {open.items.length > 0 && <Part title={waits} {...open} />}
      {open.items.length === 0 && <p className="mb-6 text-soft">Nothing waits.</p>}
      {over.items.length > 0 && <Part title="Decided" {...over} />}
    </div>
  );
}

/** Everything that asked to leave the house: what waits, and what became of the rest. */
export function ApprovalsPage() {
  const { items: open, ...ofOpen } = useApprovals("open");
  const { items: over, ...ofOver } = useApprovals("over");
  const error = ofOpen.error ?? ofOver.error;
  const retry = () => Promise.all([ofOpen.refetch(), ofOver.refetch()]);
  const none = open?.length === 0 && over?.length === 0;
  return (
    <>
      <PageBar title="Approvals" />
      {error && <Failed error={error} what="The approvals" onRetry={retry} />}
      {!(open && over) && !error && (
        <div aria-busy="true" className="skeleton h-48 max-w-[720px]" />
      )}
      {none && <None />}
      {open && over && !none && (
        <Lists open={{ items: open, ...ofOpen }} over={{ items: over, ...ofOver }} />
      )}
    </>
  );
}
