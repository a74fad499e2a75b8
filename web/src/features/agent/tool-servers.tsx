"use client";
import type { FormEvent } from "react";
import { useToolServerActions, useToolServers } from "@/api/queries/servers";
import { useWorkspace } from "@/api/session";
import type { ToolServer } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { useToast } from "@/ui/toast";
import { Other, Others } from "./others";
import { ServerToolRow } from "./server-tool";

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
  const onError = (failure: Error) => complain(failure.message);
  return (
    <Other
      name={server.name}
      facts={
        <>
          <p className="font-mono text-12 text-faint wrap-anywhere">{server.url}</p>
          <p className="text-12 text-faint">
            {server.has_secret ? "With a secret" : "Without a secret"}, tools read{" "}
            {formatMoment(server.checked_at, timezone)}
          </p>
        </>
      }
      read={{
        act: "Read its tools",
        label: `Read the tools of ${server.name} again`,
        busy: refresh.isPending,
        run: () => refresh.mutate(server.id, { onError }),
      }}
      remove={{
        told: "Its tools can no longer be called, and its secret is deleted.",
        act: "Remove this server",
        run: () => remove.mutate(server.id, { onError }),
      }}
    >
      <ul className="mt-2 pl-3">
        {server.tools.map((tool) => (
          <ServerToolRow key={tool.name} serverId={server.id} tool={tool} />
        ))}
      </ul>
    </Other>
  );
}

/** MCP servers outside of this product, each of their tools as an owner saw and approved it. */
export function ToolServers() {
  const found = useToolServers();
  return (
    <Others
      id="servers"
      title="Tools of others"
      told="Tools of MCP servers, off until an owner approves each as it stands. One that changes is off again. Their descriptions and results are text of others, never instructions."
      begin="Add an MCP server by its address."
      found={found}
      add={<Add />}
    >
      {found.data?.items.map((server) => (
        <Row key={server.id} server={server} />
      ))}
    </Others>
  );
}
