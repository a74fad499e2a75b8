"use client";
import { useState } from "react";
import { DELIVERIES_LISTED, useDeliveries, useSendAgain } from "@/api/queries/webhooks";
import { useWorkspace } from "@/api/session";
import type { Webhook, WebhookDelivery } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Pager } from "@/ui/pager";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { RowsSkeleton } from "./parts";
import { deliveryState, topicName } from "./webhook-words";

/** When it happened, how often it was tried, what came back, and when it is tried again. */
function Facts({ told }: { told: WebhookDelivery }) {
  const { timezone } = useWorkspace();
  const facts = [
    formatMoment(told.created_at, timezone),
    told.attempts > 1 && plural(told.attempts, "try", "tries"),
    told.next_at && `next ${formatMoment(told.next_at, timezone)}`,
  ];
  return (
    <>
      <span className="block text-12 text-faint">{facts.filter(Boolean).join(" · ")}</span>
      {told.problem && told.status !== "delivered" && (
        <span className="block max-w-[64ch] text-pretty text-soft wrap-anywhere">
          {told.problem}
        </span>
      )}
    </>
  );
}

interface RowProps {
  told: WebhookDelivery;
  paused: boolean;
  onAgain: () => void;
}

function Row({ told, paused, onAgain }: RowProps) {
  const dead = told.status === "dead";
  return (
    <tr>
      <td className="text w-full">
        {topicName(told.topic)}
        <Facts told={told} />
      </td>
      <td className={cx("text whitespace-nowrap", dead ? "text-bad" : "text-soft")}>
        {deliveryState(told)}
        {told.answer !== null && (
          <span className="block font-mono text-12 text-faint">HTTP {told.answer}</span>
        )}
      </td>
      <td>
        {dead && (
          <Button
            onClick={onAgain}
            disabled={paused}
            aria-label={`Send again: ${topicName(told.topic)}`}
          >
            Send again
          </Button>
        )}
      </td>
    </tr>
  );
}

/** What it was told, the newest first, and what came back. */
export function WebhookLog({ webhook }: { webhook: Webhook }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useDeliveries(webhook.id, page);
  const again = useSendAgain(webhook.id);
  const { complain, say } = useToast();
  if (error && !data) return <Failed error={error} what="The log" onRetry={refetch} />;
  if (!data) return <RowsSkeleton />;
  if (data.total === 0)
    return <p className="text-soft">Nothing yet. Send a test to see it arrive.</p>;
  const send = (id: string) =>
    again.mutate(id, {
      onSuccess: () => say("It is sent again"),
      onError: (failure) => complain(failure.message),
    });
  return (
    <>
      <table className="ledger [&_td]:align-middle">
        <thead className="sr-only">
          <tr>
            <th>Event</th>
            <th>State</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {data.items.map((told) => (
            <Row
              key={told.id}
              told={told}
              paused={webhook.paused_at !== null}
              onAgain={() => send(told.id)}
            />
          ))}
        </tbody>
      </table>
      {data.total > DELIVERIES_LISTED && (
        <Pager page={page} perPage={DELIVERIES_LISTED} total={data.total} onPage={setPage} />
      )}
    </>
  );
}
