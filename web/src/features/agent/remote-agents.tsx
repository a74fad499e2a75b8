"use client";
import type { FormEvent } from "react";
import { useRemoteAgentActions, useRemoteAgents } from "@/api/queries/remotes";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Others } from "./others";
import { RemoteAgentRow } from "./remote-agent";

function Add() {
  const { add } = useRemoteAgentActions();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const key = String(data.get("key")).trim() || null;
    add.mutate({ url: String(data.get("url")).trim(), key }, { onSuccess: () => form.reset() });
  };
  return (
    <form onSubmit={submit} className="mt-4 grid items-end gap-3 sm:grid-cols-[1fr_220px_auto]">
      <TextField
        label="Address of the agent, or of its card"
        name="url"
        type="url"
        required
        maxLength={2048}
        placeholder="https://agent.example.com"
      />
      <TextField
        label="Its key, if it wants one"
        name="key"
        type="password"
        autoComplete="off"
        maxLength={2048}
      />
      <Button
        look="solid"
        type="submit"
        className="h-9 justify-self-start"
        disabled={add.isPending}
      >
        {add.isPending ? "Reading its card…" : "Add the agent"}
      </Button>
      {add.error && (
        <p role="alert" className="text-bad sm:col-span-3">
          {add.error.message}
        </p>
      )}
    </form>
  );
}

/** Agents outside of this product that ours may ask, each pinned to the card that a person saw. */
export function RemoteAgents() {
  const found = useRemoteAgents();
  return (
    <Others
      id="remotes"
      title="Agents of others"
      told="Ours may ask these over A2A. Each question waits for a person, word for word; each agent is pinned to its card, and asked no more once that changes. What they answer is text of others."
      begin="Add one by its address."
      found={found}
      add={<Add />}
    >
      {found.data?.items.map((agent) => (
        <RemoteAgentRow key={agent.id} agent={agent} />
      ))}
    </Others>
  );
}
