"use client";
import { useRemoteAgentActions } from "@/api/queries/remotes";
import { useMay, useWorkspace } from "@/api/session";
import type { RemoteAgent } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { AsRead, Other } from "./others";

const SHORT = 16;

/** A card as it was read, for whoever decides about it. */
function Card({ title, hash, card }: { title: string; hash: string; card: unknown }) {
  const whole = <p className="mt-1 font-mono text-12 text-faint wrap-anywhere">SHA-256 {hash}</p>;
  return (
    <AsRead value={card} note={whole}>
      {title} <code className="font-mono">{hash.slice(0, SHORT)}…</code>
    </AsRead>
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
  const onError = (failure: Error) => complain(failure.message);
  const look = () =>
    check.mutate(agent.id, {
      onSuccess: ({ status }) =>
        say(status === "active" ? "Its card is the approved one" : "Its card has changed"),
      onError,
    });
  return (
    <Other
      name={agent.name}
      facts={
        <>
          {agent.description && (
            <p className="max-w-[64ch] text-pretty text-soft wrap-anywhere">{agent.description}</p>
          )}
          <p className="font-mono text-12 text-faint wrap-anywhere">{agent.endpoint}</p>
          <p className="text-12 text-faint">
            {agent.has_key ? "With a key of its own" : "Without a key"}, card read{" "}
            {formatMoment(agent.checked_at, timezone)}
          </p>
        </>
      }
      read={{
        act: "Read its card",
        label: `Read the card of ${agent.name} again`,
        busy: check.isPending,
        run: look,
      }}
      remove={{
        told: "It can no longer be asked, and its key is deleted. You can add it again by its address.",
        act: "Remove this agent",
        run: () => remove.mutate(agent.id, { onError }),
      }}
    >
      <Card title="Approved card" hash={agent.card_hash} card={agent.card} />
      {agent.found_hash && <Changed agent={agent} hash={agent.found_hash} />}
    </Other>
  );
}
