"use client";
import { useState } from "react";
import { useAutomation, useAutomationActions } from "@/api/queries/automations";
import { useMay, useWorkspace } from "@/api/session";
import type { Automation } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { Checks } from "./checks";
import { EditAutomation } from "./form";
import { History } from "./history";
import { StateMark } from "./state-mark";
import { Trial } from "./trial";
import { useMetric } from "./use-metric";
import { sentenceOf } from "./words";

function useSwitch({ id, name }: Automation) {
  const { turn } = useAutomationActions();
  const { say, complain } = useToast();
  const onError = (error: Error) => complain(error.message);
  const to = (state: Automation["state"], done: string) =>
    turn.mutate({ id, to: state }, { onSuccess: () => say(`${name} ${done}`), onError });
  return { to, busy: turn.isPending };
}

/** On, pause, off: what can be done now, with the one that the page is for first. */
function Switches({ automation }: { automation: Automation }) {
  const { to, busy } = useSwitch(automation);
  const { state, trial_status } = automation;
  const tried = trial_status === "completed" || state === "paused";
  return (
    <>
      {state !== "on" && (
        <Button
          look="solid"
          disabled={busy || !tried}
          title={tried ? undefined : "Its first run is looked at before"}
          onClick={() => to("on", "is on")}
        >
          {state === "paused" ? "Go on" : "Switch on"}
        </Button>
      )}
      {state === "on" && (
        <Button disabled={busy} onClick={() => to("paused", "is paused")}>
          Pause
        </Button>
      )}
      {state !== "off" && (
        <Button disabled={busy} onClick={() => to("off", "is off")}>
          Switch off
        </Button>
      )}
    </>
  );
}

function useDelete({ id, name }: Automation, onGone: () => void) {
  const { remove, restore } = useAutomationActions();
  const { say, complain } = useToast();
  const failed = (error: Error) => complain(error.message);
  const onAct = () => restore.mutateAsync(id).catch(failed);
  return () =>
    remove
      .mutateAsync(id)
      .then(() => {
        say(`${name} deleted`, { label: "Undo", onAct });
        onGone();
      })
      .catch(failed);
}

function Head({ automation, onEdit, onGone }: HeadProps) {
  const { timezone } = useWorkspace();
  const mayWrite = useMay("marketer");
  const drop = useDelete(automation, onGone);
  const { name, trigger, action, owner, state, next_at } = automation;
  const metric = useMetric(trigger);
  return (
    <section aria-label={name} className="mb-8">
      <p className="text-12 text-faint wrap-anywhere">{name}</p>
      <h2 className="text-20 font-medium leading-snug tracking-[-0.01em] text-pretty wrap-anywhere">
        {sentenceOf(trigger, action, metric)}
      </h2>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-soft">
        <StateMark state={state} />
        {next_at && <span>Next {formatMoment(next_at, timezone)}</span>}
        <span>
          {owner.left
            ? `${owner.name}, its owner, has left`
            : `Acts with the rights of ${owner.name}`}
        </span>
      </p>
      {mayWrite && (
        <div className="mt-4 flex flex-wrap gap-2">
          <Switches automation={automation} />
          <Button onClick={onEdit}>Change</Button>
          <Button look="quiet" className="h-8" onClick={drop}>
            Delete
          </Button>
        </div>
      )}
    </section>
  );
}

interface HeadProps {
  automation: Automation;
  onEdit: () => void;
  onGone: () => void;
}

/** One automation: what it does, its first run, what is checked, and every time it was due. */
export function Detail({ id, onGone }: { id: string; onGone: () => void }) {
  const { data, error, refetch } = useAutomation(id);
  const [editing, setEditing] = useState(false);
  if (error && !data) return <Failed error={error} what="This automation" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-60" />;
  if (editing) return <EditAutomation automation={data} onDone={() => setEditing(false)} />;
  return (
    <>
      <Head automation={data} onEdit={() => setEditing(true)} onGone={onGone} />
      <Trial automation={data} />
      <Checks automation={data} />
      <History automation={data} />
    </>
  );
}
