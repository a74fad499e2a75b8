"use client";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import { useWebhookActions } from "@/api/queries/webhooks";
import { useWorkspace } from "@/api/session";
import type { Webhook, WebhookTopic, WebhookWithSecret } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { Secret } from "./secret";
import { WebhookLog } from "./webhook-log";
import { Topics } from "./webhook-topics";
import { topicList } from "./webhook-words";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

interface RowProps {
  webhook: Webhook;
  /** Shown once, where it was just made. */
  secret?: string;
  onSecret: (made: WebhookWithSecret) => void;
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { timezone } = useWorkspace();
  const { paused_at, previous_until } = webhook;
  const overlaps = previous_until && new Date(previous_until) > new Date();
  return (
    <>
      <p className="font-mono text-12 wrap-anywhere">{webhook.url}</p>
      <p className="mt-0.5 text-pretty text-soft">{topicList(webhook.topics)}</p>
      <p className="text-12 text-faint">
        {paused_at
          ? `Paused since ${formatMoment(paused_at, timezone)}: what happens meanwhile is not told`
          : `On since ${formatMoment(webhook.created_at, timezone)}`}
        {overlaps && `. The secret before counts until ${formatMoment(previous_until, timezone)}`}
      </p>
    </>
  );
}

/** What an owner or admin may do to it, each with its word when it is done. */
function useActs({ webhook, onSecret }: Omit<RowProps, "secret">) {
  const { change, renew, test, remove } = useWebhookActions();
  const { complain, say } = useToast();
  const told = (words: string) => ({
    onSuccess: () => say(words),
    onError: (failure: Error) => complain(failure.message),
  });
  const paused = webhook.paused_at !== null;
  return {
    paused,
    pause: () =>
      change.mutate(
        { id: webhook.id, paused: !paused },
        told(paused ? "It is told what happens again" : "It is paused"),
      ),
    choose: (topics: WebhookTopic[]) => {
      if (topics.length === 0) complain("One kind of event stays. Pause it to send nothing.");
      else change.mutate({ id: webhook.id, topics }, told("Changed"));
    },
    test: (done: () => void) =>
      test.mutate(webhook.id, { ...told("A test is on its way"), onSettled: done }),
    renew: () =>
      renew.mutate(webhook.id, {
        onSuccess: onSecret,
        onError: (failure) => complain(failure.message),
      }),
    remove: () => remove.mutate(webhook.id, told("The webhook is removed")),
  };
}

type Opened = "log" | "events" | null;

export function WebhookRow(props: RowProps) {
  const { webhook } = props;
  const acts = useActs(props);
  const panel = useId();
  const [opened, setOpened] = useState<Opened>(null);
  const [removing, setRemoving] = useState(false);
  const open = (which: Opened) => ({
    look: "quiet" as const,
    "aria-expanded": opened === which,
    "aria-controls": opened === which ? panel : undefined,
    onClick: () => setOpened(opened === which ? null : which),
  });
  return (
    <li className="border-b border-line py-3" aria-label={webhook.url}>
      <Facts webhook={webhook} />
      <div className="mt-1 -ml-2 flex flex-wrap gap-x-1">
        <Button {...open("log")}>Log</Button>
        <Button {...open("events")}>Events</Button>
        <Button
          look="quiet"
          disabled={acts.paused}
          onClick={() => acts.test(() => setOpened("log"))}
        >
          Send a test
        </Button>
        <Button look="quiet" onClick={acts.pause}>
          {acts.paused ? "Go on" : "Pause"}
        </Button>
        <Button look="quiet" onClick={acts.renew}>
          New secret
        </Button>
        <Button look="quiet" onClick={() => setRemoving(true)}>
          Remove
        </Button>
      </div>
      {props.secret && (
        <Secret
          label="Signing secret"
          text={props.secret}
          note="Copy it now: it is not shown again. Calls are signed with it as Standard Webhooks says."
        />
      )}
      {opened && (
        <div id={panel} className="mt-2">
          {opened === "log" && <WebhookLog webhook={webhook} />}
          {opened === "events" && <Topics chosen={webhook.topics} onChange={acts.choose} />}
        </div>
      )}
      {removing && (
        <Confirm
          title="Remove this webhook?"
          description={`Nothing more is sent to ${webhook.url}, and its log is deleted. This cannot be undone; you can add it again with another secret.`}
          act="Remove this webhook"
          keep="Keep it"
          onAct={() => {
            // What goes with it is not asked for once more.
            setOpened(null);
            acts.remove();
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
