"use client";
import Link from "next/link";
import { useState } from "react";
import { MESSAGES_LISTED, useAlertDeliveries } from "@/api/queries/alert-settings";
import { useWorkspace } from "@/api/session";
import type { AlertDelivery } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment, plural } from "@/lib/format";
import { Pager } from "@/ui/pager";
import { Failed } from "@/ui/state";
import { messageState } from "./alert-draft";
import { Panel, RowsSkeleton } from "./parts";

function Row({ told }: { told: AlertDelivery }) {
  const { timezone } = useWorkspace();
  const dead = told.status === "dead";
  const facts = [
    formatMoment(told.created_at, timezone),
    told.attempts > 1 && plural(told.attempts, "try", "tries"),
    told.next_at && `next ${formatMoment(told.next_at, timezone)}`,
  ];
  return (
    <tr>
      <td className="text w-full">
        {told.channel}: {told.kind === "digest" ? "digest, " : ""}
        {plural(told.alerts, "alert")}
        <span className="block text-12 text-faint">{facts.filter(Boolean).join(" · ")}</span>
        {told.problem && (
          <span className="block max-w-[64ch] text-pretty text-soft wrap-anywhere">
            {told.problem}
          </span>
        )}
      </td>
      <td className={cx("text whitespace-nowrap", dead ? "text-bad" : "text-soft")}>
        {messageState(told)}
        {dead && (
          <Link href="/settings/jobs/" className="block text-12 text-ink underline max-rail:py-3.5">
            Try again
          </Link>
        )}
      </td>
    </tr>
  );
}

/** What was told where, the newest first. */
export function AlertLog() {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useAlertDeliveries(page);
  if (error && !data) return <Failed error={error} what="The messages" onRetry={refetch} />;
  return (
    <Panel title="Last messages">
      {!data && <RowsSkeleton />}
      {data?.total === 0 && (
        <p className="text-soft">None yet. They come with the next alert that a channel wants.</p>
      )}
      {data && data.total > 0 && (
        <table className="ledger [&_td]:align-middle">
          <thead className="sr-only">
            <tr>
              <th>Message</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((told) => (
              <Row key={told.id} told={told} />
            ))}
          </tbody>
        </table>
      )}
      {data && data.total > MESSAGES_LISTED && (
        <Pager page={page} perPage={MESSAGES_LISTED} total={data.total} onPage={setPage} />
      )}
    </Panel>
  );
}
