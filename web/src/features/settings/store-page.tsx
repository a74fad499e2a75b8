"use client";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import type { FormEvent } from "react";
import { useUpdateWorkspace } from "@/api/queries/workspace";
import { useMay, useWorkspace } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { useToast } from "@/ui/toast";
import { Panel, roleName } from "./parts";

function NameForm() {
  const workspace = useWorkspace();
  const rename = useUpdateWorkspace();
  const { say } = useToast();
  const mayRename = useMay("admin");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    rename.mutate({ name }, { onSuccess: () => say("Name saved") });
  };
  return (
    <form key={workspace.id} onSubmit={submit} className="flex items-end gap-2">
      <div className="w-[320px] max-w-full">
        <TextField
          label="Name"
          name="name"
          defaultValue={workspace.name}
          required
          maxLength={120}
          disabled={!mayRename}
          error={rename.error?.message}
        />
      </div>
      {mayRename && (
        <Button type="submit" className="h-9" disabled={rename.isPending}>
          Save
        </Button>
      )}
    </form>
  );
}

function Facts() {
  const workspace = useWorkspace();
  const facts: [string, string, string][] = [
    [
      "Time zone",
      workspace.timezone,
      "Decides where a day ends. Set when the workspace was made, since every stored day depends on it.",
    ],
    ["Currency", workspace.currency, "What every amount is in."],
    ["Your role", roleName(workspace.role), ""],
    [
      "Data version",
      String(workspace.warehouse_version),
      "Goes up by one with every import or taking back.",
    ],
  ];
  return (
    <dl className="mt-5">
      {facts.map(([label, value, note]) => (
        <div key={label} className="grid grid-cols-[120px_1fr] gap-4 border-t border-line py-2.5">
          <dt className="text-soft">{label}</dt>
          <dd>
            {value}
            {note && <span className="block text-12 text-faint">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FourEyes() {
  const { four_eyes } = useWorkspace();
  const { mutate, isPending, variables, error } = useUpdateWorkspace();
  const { say } = useToast();
  const isOwner = useMay("owner");
  const on = (isPending ? variables.four_eyes : undefined) ?? four_eyes;
  const flip = () =>
    mutate(
      { four_eyes: !on },
      { onSuccess: () => say(on ? "One key may do both" : "A second key approves from now on") },
    );
  return (
    <>
      <label className="flex items-center gap-2 font-medium max-rail:min-h-11">
        <input
          type="checkbox"
          checked={on}
          disabled={!isOwner || isPending}
          onChange={flip}
          aria-describedby="four-eyes"
          className="size-3.5 shrink-0 accent-(--action) max-rail:size-5"
        />
        A second key must approve
      </label>
      <p id="four-eyes" className="mt-1 max-w-[60ch] text-pretty text-soft">
        No API key and no connected app then approves what it asked for itself, in this app or over
        any protocol: a person or another key does. Keys can then make neither keys nor members.
        {!isOwner && " An owner switches it."}
      </p>
      {error && (
        <p role="alert" className="mt-1 text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}

const NewStore = dynamic(() => import("./new-store").then((m) => m.NewStore), { ssr: false });

export function StorePage() {
  const [asks, setAsks] = useQueryState("new");
  return (
    <>
      <Panel title="This store">
        <NameForm />
        <Facts />
      </Panel>
      <Panel title="Approvals">
        <FourEyes />
      </Panel>
      <Panel
        title="Another store"
        note="You become its owner. Switch between stores at the top left."
      >
        <Button onClick={() => setAsks("store")}>Add a store</Button>
      </Panel>
      {asks === "store" && <NewStore onClose={() => setAsks(null)} />}
    </>
  );
}
