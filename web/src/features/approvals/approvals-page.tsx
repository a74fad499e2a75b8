"use client";
import { useApprovals, useMayDecide } from "@/api/queries/approvals";
import type { Approval } from "@/api/types";
import { ApprovalCard } from "@/blocks/approval-card";
import { openDock } from "@/lib/dock";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
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

function Part({ title, items }: { title: string; items: readonly Approval[] }) {
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-2.5 font-semibold">
        {title} <span className="font-normal text-faint">{items.length}</span>
      </h2>
      <div className="grid gap-2.5">
        {items.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} />
        ))}
      </div>
    </section>
  );
}

function Lists({ all }: { all: readonly Approval[] }) {
  const mayDecide = useMayDecide();
  const open = all.filter(({ status }) => status === "open");
  const over = all.filter(({ status }) => status !== "open");
  const waits = mayDecide ? "Waits for you" : "Waits for a person";
  return (
    <div className="max-w-[720px]">
      {open.length > 0 && <Part title={waits} items={open} />}
      {open.length === 0 && <p className="mb-6 text-soft">Nothing waits.</p>}
      {over.length > 0 && <Part title="Decided" items={over} />}
    </div>
  );
}

/** Everything that asked to leave the house: what waits, and what became of the rest. */
export function ApprovalsPage() {
  const { data, error, refetch } = useApprovals();
  return (
    <>
      <PageBar title="Approvals" />
      {error && !data && <Failed error={error} what="The approvals" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-48 max-w-[720px]" />}
      {data?.length === 0 && <None />}
      {data && data.length > 0 && <Lists all={data} />}
    </>
  );
}
