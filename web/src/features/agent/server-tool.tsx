"use client";
import { useState } from "react";
import { useToolServerActions } from "@/api/queries/servers";
import { useMay } from "@/api/session";
import type { ServerTool } from "@/api/types";
import { formatBytes } from "@/lib/format";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { AsRead } from "./others";

const STATES: Record<ServerTool["state"], string> = {
  new: "Off: nobody has approved it",
  approved: "On: each call waits for a person",
  changed: "Off: it has changed since it was approved",
  gone: "Off: the server no longer has it",
};

/** What differs from the approved definition, part by part. */
function Changes({ tool }: { tool: ServerTool }) {
  return (
    <dl className="mt-2 rounded-field border border-line-strong bg-surface px-3 py-2 text-12">
      {Object.entries(tool.changes).map(([part, { before, after }]) => (
        <div key={part} className="py-1">
          <dt className="font-medium">{part}</dt>
          <dd className="font-mono wrap-anywhere text-soft">
            <span className="text-faint">before </span>
            <del>{JSON.stringify(before)?.slice(0, 600)}</del>
          </dd>
          <dd className="font-mono wrap-anywhere">
            <span className="text-faint">now </span>
            <ins className="no-underline">{JSON.stringify(after)?.slice(0, 600)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Acts({ serverId, tool }: { serverId: string; tool: ServerTool }) {
  const { approve, off } = useToolServerActions();
  const { complain, say } = useToast();
  const [trusted, setTrusted] = useState(false);
  const [mayReach, setMayReach] = useState(false);
  const named = tool.name.slice(tool.name.indexOf("/") + 1);
  const onError = (failure: Error) => complain(failure.message);
  if (tool.state === "approved") {
    return (
      <Button
        look="quiet"
        disabled={off.isPending}
        aria-label={`Switch ${tool.name} off`}
        onClick={() => off.mutate({ serverId, tool: named }, { onError })}
      >
        Switch off
      </Button>
    );
  }
  const { hash } = tool;
  if (!hash) return null;
  const take = () =>
    approve.mutate(
      { serverId, tool: named, body: { hash, trusted, view_may_reach: mayReach } },
      { onSuccess: () => say(`${tool.name} may be called`), onError },
    );
  return (
    <div className="flex flex-wrap items-center gap-3">
      <label className="flex items-center gap-2 text-12 text-soft max-rail:min-h-11">
        <input
          type="checkbox"
          checked={trusted}
          onChange={(event) => setTrusted(event.target.checked)}
        />
        It only reads: call it without asking
      </label>
      {places(tool).length > 0 && (
        <label className="flex items-center gap-2 text-12 text-soft max-rail:min-h-11">
          <input
            type="checkbox"
            checked={mayReach}
            onChange={(event) => setMayReach(event.target.checked)}
          />
          Its view may reach {places(tool).join(", ")}
        </label>
      )}
      <Button disabled={approve.isPending} onClick={take} aria-label={`Approve ${tool.name}`}>
        Approve
      </Button>
    </div>
  );
}

/** Where its view would like to load from, or send to. */
const places = ({ view }: ServerTool) =>
  view ? [...new Set([...view.connect, ...view.resources])] : [];

/** The page that would draw what it gives, in the dock. */
function ViewFacts({ tool }: { tool: ServerTool }) {
  const { view } = tool;
  if (!view) return null;
  if (view.problem)
    return <p className="text-12 text-bad">Its view is not shown. {view.problem}</p>;
  const wanted = places(tool).join(", ");
  return (
    <p className="text-12 text-faint wrap-anywhere">
      Brings a view of {formatBytes(view.bytes)}, shown without rights
      {wanted &&
        (view.may_reach ? `, allowed to reach ${wanted}` : `; it would like to reach ${wanted}`)}
    </p>
  );
}

/** A tool of others as it stands at its server; its texts are somebody else's. */
export function ServerToolRow({ serverId, tool }: { serverId: string; tool: ServerTool }) {
  const isOwner = useMay("owner");
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-mono wrap-anywhere">{tool.name}</p>
          {tool.description && (
            <blockquote className="line-clamp-3 max-w-[64ch] border-l-2 border-line pl-2 text-pretty text-soft wrap-anywhere">
              {tool.description}
            </blockquote>
          )}
          <p className="text-12 text-faint">
            {tool.is_trusted
              ? "On: trusted to read only, called without asking"
              : STATES[tool.state]}
          </p>
          <ViewFacts tool={tool} />
        </div>
        {isOwner && <Acts serverId={serverId} tool={tool} />}
      </div>
      {tool.state === "changed" && <Changes tool={tool} />}
      {tool.definition && <AsRead value={tool.definition}>Its whole definition</AsRead>}
    </li>
  );
}
