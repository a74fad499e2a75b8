"use client";
import Link from "next/link";
import { useState } from "react";
import { useRunActions, useRuns } from "@/api/queries/agent";
import { isOver } from "@/api/run-state";
import { useWorkspace } from "@/api/session";
import type { Run } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { Addresses } from "./addresses";
import { ConnectedApps } from "./connected-apps";
import { DeadPushes } from "./dead-pushes";
import { RemoteAgents } from "./remote-agents";
import { costWords, sourceWords, statusWords } from "./run-words";
import { ToolServers } from "./tool-servers";

const PAGE = 50;

function Row({ run, onStop }: { run: Run; onStop: () => void }) {
  const { timezone } = useWorkspace();
  return (
    <tr>
      <td className="max-w-0 w-[46%]">
        <Link
          href={`/threads/?thread=${run.thread_id}`}
          className="line-clamp-2 hover:underline hover:underline-offset-2 max-rail:min-h-11"
        >
          {run.text}
        </Link>
        <span className="block text-12 text-faint rail:hidden">{costWords(run)}</span>
      </td>
      <td
        className={cx(
          "text whitespace-nowrap",
          run.status === "waiting" && "font-medium",
          run.status === "failed" && "text-bad",
        )}
      >
        {statusWords(run)}
      </td>
      <td className="text text-soft whitespace-nowrap max-rail:hidden">{sourceWords(run)}</td>
      <td className="text-soft whitespace-nowrap max-rail:hidden">{costWords(run)}</td>
      <td className="text-soft whitespace-nowrap max-rail:hidden">
        {formatMoment(run.created_at, timezone)}
      </td>
      <td className="w-16">
        {!isOver(run.status) && (
          <Button look="quiet" aria-label={`Stop: ${run.text}`} onClick={onStop}>
            Stop
          </Button>
        )}
      </td>
    </tr>
  );
}

function Table({ runs, onStop }: { runs: readonly Run[]; onStop: (id: string) => void }) {
  return (
    <table className="ledger [&_td]:align-middle">
      <thead>
        <tr>
          <th>Asked</th>
          <th className="text">Status</th>
          <th className="text max-rail:hidden">Came by</th>
          <th className="max-rail:hidden">Took</th>
          <th className="max-rail:hidden">Begun</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} onStop={() => onStop(run.id)} />
        ))}
      </tbody>
    </table>
  );
}

function Runs() {
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useRuns(offset);
  const { cancel } = useRunActions();
  const { complain } = useToast();
  if (error && !data) return <Failed error={error} what="The runs" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  if (data.total === 0) {
    return <p className="text-pretty text-soft">None yet. What the agent is asked stands here.</p>;
  }
  const stop = (id: string) =>
    cancel.mutate(id, { onError: (failure) => complain(failure.message) });
  return (
    <>
      <Table runs={data.items} onStop={stop} />
      {data.total > PAGE && (
        <div className="mt-3 flex items-center gap-2">
          <Button disabled={offset === 0} onClick={() => setOffset(offset - PAGE)}>
            Newer
          </Button>
          <Button disabled={offset + PAGE >= data.total} onClick={() => setOffset(offset + PAGE)}>
            Older
          </Button>
        </div>
      )}
    </>
  );
}

/** The doors for other agents, and everything the agent was asked to do, with what it took. */
export function AgentsPage() {
  return (
    <>
      <PageBar title="Agents" />
      <Addresses />
      <ConnectedApps />
      <RemoteAgents />
      <ToolServers />
      <DeadPushes />
      <section aria-labelledby="runs" className="mb-8">
        <h2 id="runs" className="mb-2 font-semibold">
          Runs
        </h2>
        <Runs />
      </section>
    </>
  );
}
