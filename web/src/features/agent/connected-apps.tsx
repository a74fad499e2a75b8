"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useConnectedApps, useDisconnectApp } from "@/api/queries/apps";
import { useWorkspace } from "@/api/session";
import type { ConnectedApp } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

function Row({ app }: { app: ConnectedApp }) {
  const { timezone } = useWorkspace();
  const disconnect = useDisconnectApp();
  const { complain, say } = useToast();
  const [ending, setEnding] = useState(false);
  const end = () =>
    disconnect.mutate(app.id, {
      onSuccess: () => say(`${app.name} is disconnected`),
      onError: (failure) => complain(failure.message),
    });
  const used = app.last_used_at ? formatMoment(app.last_used_at, timezone) : null;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium wrap-anywhere">{app.name}</p>
        <p className="text-soft">
          As {app.role} for {app.mine ? "you" : app.person}
          {used ? `, used ${used}` : ", not used yet"}
        </p>
        <p className="text-12 text-faint wrap-anywhere">
          {app.named_by ? `Named by ${app.named_by}` : "Named by its own word"}, connected{" "}
          {formatMoment(app.created_at, timezone)}, opens{" "}
          {app.doors.map(({ name }) => name).join(", ")}
        </p>
      </div>
      <Button
        look="quiet"
        className="max-rail:-ml-2.5"
        onClick={() => setEnding(true)}
        aria-label={`Disconnect ${app.name}`}
      >
        Disconnect
      </Button>
      {ending && (
        <Confirm
          title={`Disconnect ${app.name}?`}
          description="It is refused from its next request on. It can ask to be connected again."
          act="Disconnect it"
          keep="Keep it"
          onAct={end}
          onClose={() => setEnding(false)}
        />
      )}
    </li>
  );
}

/** Apps that act for a person here: connected on the person's own yes, ended by one button. */
export function ConnectedApps() {
  const { data, error, refetch } = useConnectedApps();
  if (error && !data) return <Failed error={error} what="Connected apps" onRetry={refetch} />;
  return (
    <section aria-labelledby="apps" className="mb-8">
      <h2 id="apps" className="font-semibold">
        Connected apps
      </h2>
      <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">
        Apps such as Claude or ChatGPT that somebody connected by an address above. Each acts for
        one person, with at most that person&apos;s rights.
      </p>
      {!data && <div aria-busy="true" className="skeleton mt-3 h-12" />}
      {data?.items.length === 0 && <p className="mt-3 text-soft">None yet.</p>}
      {data && data.items.length > 0 && (
        <ul className="mt-3 border-t border-line">
          {data.items.map((app) => (
            <Row key={app.id} app={app} />
          ))}
        </ul>
      )}
    </section>
  );
}
