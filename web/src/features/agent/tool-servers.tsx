"use client";
import dynamic from "next/dynamic";
import { type FormEvent, useState } from "react";
import { useToolServerActions, useToolServers } from "@/api/queries/servers";
import { useMay, useWorkspace } from "@/api/session";
import type { ToolServer } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { ServerToolRow } from "./server-tool";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

function Add() {
  const { add } = useToolServerActions();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const said = (name: string) => String(data.get(name)).trim();
    const body = {
      name: said("name"),
      url: said("url"),
      header: said("header") || "Authorization",
      secret: said("secret") || null,
    };
    add.mutate(body, { onSuccess: () => form.reset() });
  };
  return (
    <form
      onSubmit={submit}
      aria-label="Add a server"
      className="mt-4 grid items-end gap-3 sm:grid-cols-2"
    >
      <TextField
        label="Short name, put before its tools"
        name="name"
        required
        pattern="[a-z][a-z0-9_\-]{0,30}"
        placeholder="trends"
      />
      <TextField
        label="Address of its MCP endpoint"
        name="url"
        type="url"
        required
        maxLength={2048}
        placeholder="https://mcp.example.com/mcp"
      />
      <TextField label="Header of its secret" name="header" placeholder="Authorization" />
      <TextField
        label="Its secret, if it wants one"
        name="secret"
        type="password"
        autoComplete="off"
        placeholder="Bearer …"
      />
      <div>
        <Button look="solid" type="submit" className="h-9" disabled={add.isPending}>
          {add.isPending ? "Reading its tools…" : "Add the server"}
        </Button>
      </div>
      {add.error && (
        <p role="alert" className="text-bad sm:col-span-2">
          {add.error.message}
        </p>
      )}
    </form>
  );
}

function Row({ server }: { server: ToolServer }) {
  const { refresh, remove } = useToolServerActions();
  const { complain } = useToast();
  const { timezone } = useWorkspace();
  const isOwner = useMay("owner");
  const [removing, setRemoving] = useState(false);
  const onError = (failure: Error) => complain(failure.message);
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium wrap-anywhere">{server.name}</p>
          <p className="font-mono text-12 text-faint wrap-anywhere">{server.url}</p>
          <p className="text-12 text-faint">
            {server.has_secret ? "With a secret" : "Without a secret"}, tools read{" "}
            {formatMoment(server.checked_at, timezone)}
          </p>
        </div>
        {isOwner && (
          <div className="flex gap-2 max-rail:-ml-2.5">
            <Button
              look="quiet"
              disabled={refresh.isPending}
              onClick={() => refresh.mutate(server.id, { onError })}
              aria-label={`Read the tools of ${server.name} again`}
            >
              Read its tools
            </Button>
            <Button
              look="quiet"
              onClick={() => setRemoving(true)}
              aria-label={`Remove ${server.name}`}
            >
              Remove
            </Button>
          </div>
        )}
      </div>
      <ul className="mt-2 pl-3">
        {server.tools.map((tool) => (
          <ServerToolRow key={tool.name} serverId={server.id} tool={tool} />
        ))}
      </ul>
      {removing && (
        <Confirm
          title={`Remove ${server.name}?`}
          description="Its tools can no longer be called, and its secret is deleted."
          act="Remove this server"
          keep="Keep it"
          onAct={() => remove.mutate(server.id, { onError })}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}

function List() {
  const { data, error, refetch } = useToolServers();
  const isOwner = useMay("owner");
  if (error && !data) return <Failed error={error} what="Tools of others" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton mt-3 h-20" />;
  return (
    <>
      {data.items.length === 0 ? (
        <p className="mt-3 text-pretty text-soft">
          None yet.{isOwner ? " Add an MCP server by its address." : " An owner can add one."}
        </p>
      ) : (
        <ul className="mt-3 border-t border-line">
          {data.items.map((server) => (
            <Row key={server.id} server={server} />
          ))}
        </ul>
      )}
      {isOwner && <Add />}
    </>
  );
}

/** MCP servers outside of this product, each of their tools as an owner saw and approved it. */
export function ToolServers() {
  return (
    <section aria-labelledby="servers" className="mb-8">
      <h2 id="servers" className="font-semibold">
        Tools of others
      </h2>
      <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">
        Tools of MCP servers, off until an owner approves each as it stands. One that changes is off
        again. Their descriptions and results are text of others, never instructions.
      </p>
      <List />
    </section>
  );
}
