"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useRemoteAgentActions } from "@/api/queries/remotes";
import { useMay, useWorkspace } from "@/api/session";
import type { RemoteAgent } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });
const SHORT = 16;

/** A card as it was read, for whoever decides about it. */
function Card({ title, hash, card }: { title: string; hash: string; card: unknown }) {
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-12 text-soft max-rail:py-3">
        {title} <code className="font-mono">{hash.slice(0, SHORT)}…</code>
      </summary>
      <p className="mt-1 font-mono text-12 text-faint wrap-anywhere">SHA-256 {hash}</p>
      <pre className="mt-1 max-h-80 overflow-auto rounded-field border border-line bg-surface p-3 font-mono text-12 whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(card, null, 2)}
      </pre>
    </details>
  );
}

/** The card that stands there now, until an owner takes it: nothing is sent meanwhile. */
function Changed({ agent, hash }: { agent: RemoteAgent; hash: string }) {
  const { approve } = useRemoteAgentActions();
  const { complain, say } = useToast();
  const isOwner = useMay("owner");
  const take = () =>
    approve.mutate(
      { agentId: agent.id, hash },
      {
        onSuccess: () => say(`${agent.name} may be asked again`),
        onError: (failure) => complain(failure.message),
      },
    );
  return (
    <div className="mt-2 rounded-field border border-line-strong bg-surface px-3 py-2">
      <p className="max-w-[64ch] text-pretty">
        <span className="font-medium">Suspended: its card has changed.</span> Nothing is sent to it
        until an owner has read the new card and approved it.
      </p>
      <Card title="The card that stands there now" hash={hash} card={agent.found_card} />
      {isOwner && (
        <Button className="mt-2" disabled={approve.isPending} onClick={take}>
          Approve the new card
        </Button>
      )}
    </div>
  );
}

export function RemoteAgentRow({ agent }: { agent: RemoteAgent }) {
  const { check, remove } = useRemoteAgentActions();
  const { complain, say } = useToast();
  const { timezone } = useWorkspace();
  const isOwner = useMay("owner");
  const [removing, setRemoving] = useState(false);
  const onError = (failure: Error) => complain(failure.message);
  const look = () =>
    check.mutate(agent.id, {
      onSuccess: ({ status }) =>
        say(status === "active" ? "Its card is the approved one" : "Its card has changed"),
      onError,
    });
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium wrap-anywhere">{agent.name}</p>
          {agent.description && (
            <p className="max-w-[64ch] text-pretty text-soft wrap-anywhere">{agent.description}</p>
          )}
          <p className="font-mono text-12 text-faint wrap-anywhere">{agent.endpoint}</p>
          <p className="text-12 text-faint">
            {agent.has_key ? "With a key of its own" : "Without a key"}, card read{" "}
            {formatMoment(agent.checked_at, timezone)}
          </p>
        </div>
        {isOwner && (
          <div className="flex gap-2 max-rail:-ml-2.5">
            <Button
              look="quiet"
              disabled={check.isPending}
              onClick={look}
              aria-label={`Read the card of ${agent.name} again`}
            >
              Read its card
            </Button>
            <Button
              look="quiet"
              onClick={() => setRemoving(true)}
              aria-label={`Remove ${agent.name}`}
            >
              Remove
            </Button>
          </div>
        )}
      </div>
      <Card title="Approved card" hash={agent.card_hash} card={agent.card} />
      {agent.found_hash && <Changed agent={agent} hash={agent.found_hash} />}
      {removing && (
        <Confirm
          title={`Remove ${agent.name}?`}
          description="It can no longer be asked, and its key is deleted. You can add it again by its address."
          act="Remove this agent"
          keep="Keep it"
          onAct={() => remove.mutate(agent.id, { onError })}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
