"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { type AppRequest, useDecideApp } from "@/api/queries/apps";
import type { AppAsks, Role, Session } from "@/api/types";
import { Button } from "@/ui/button";
import { Entry, FormError } from "@/ui/entry";
import { SelectField } from "@/ui/field";

const MAY: Record<Role, string> = {
  viewer: "Read figures and ask questions. It changes nothing.",
  approver: "Read and ask, and decide approvals in your name.",
  marketer: "Read and ask, import files, write drafts, and ask for messages to be sent.",
  admin: "The same as a marketer and an approver, and manage members, keys and the store.",
  owner: "Everything that you may do here.",
};

interface Props {
  asks: AppAsks;
  request: AppRequest;
  person: Session["user"];
}

/** The protocols that it would speak here: its tokens open nothing else. */
function Doors({ doors }: Pick<AppAsks, "doors">) {
  return (
    <ul>
      {doors.map(({ name, resource }) => (
        <li key={resource}>
          {name} <span className="font-mono text-12 font-normal text-soft">{resource}</span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ asks, person }: Pick<Props, "asks" | "person">) {
  const rows: [string, ReactNode][] = [
    ["Answers go to", asks.redirect_host],
    ["Who it is", asks.named_by ? `Named by ${asks.named_by}` : "Only by its own word"],
    ["Opens", <Doors key="doors" doors={asks.doors} />],
    ["Acts for", person.email],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-y border-line py-3">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="font-medium wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Who asks, at which address, for which store and with which rights. No is as near as yes. */
export function ConnectForm({ asks, request, person }: Props) {
  const decide = useDecideApp(request);
  const [storeId, setStoreId] = useState(asks.choices[0]?.workspace_id ?? "");
  const [picked, setPicked] = useState<Role | "">("");
  const store = asks.choices.find((choice) => choice.workspace_id === storeId);
  const role = store?.roles.find((one) => one === picked);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (store && role) decide.mutate({ workspace_id: store.workspace_id, role });
  };
  const sent = decide.isPending || decide.isSuccess;
  return (
    <Entry
      title={`${asks.name} wants to work with a store of yours`}
      lead="Connect it only if you began this in the app yourself, just now."
    >
      <Facts asks={asks} person={person} />
      {store ? (
        <form onSubmit={submit} className="mt-4 grid gap-4">
          <SelectField
            label="Store"
            name="store"
            value={storeId}
            onChange={(event) => setStoreId(event.target.value)}
          >
            {asks.choices.map((choice) => (
              <option key={choice.workspace_id} value={choice.workspace_id}>
                {choice.name}
              </option>
            ))}
          </SelectField>
          <div>
            <SelectField
              label="What it may do"
              name="role"
              required
              value={role ?? ""}
              onChange={(event) => setPicked(event.target.value as Role)}
            >
              <option value="" disabled>
                Choose its role
              </option>
              {store.roles.map((one) => (
                <option key={one} value={one}>
                  {one.charAt(0).toUpperCase() + one.slice(1)}
                </option>
              ))}
            </SelectField>
            <p className="mt-1.5 min-h-10 text-pretty text-12 text-soft">
              {role ? MAY[role] : "It never has more rights than you, and loses them with you."}
            </p>
          </div>
          <div className="grid grid-cols-2 gap-2">
            <Button
              type="button"
              disabled={sent}
              onClick={() => decide.mutate(null)}
              className="h-9"
            >
              Do not connect
            </Button>
            <Button look="solid" type="submit" disabled={sent || !role} className="h-9">
              {sent ? "Going back…" : "Connect"}
            </Button>
          </div>
          <FormError message={decide.error?.message} />
        </form>
      ) : (
        <p className="mt-4 text-pretty">You belong to no store yet: there is nothing to open.</p>
      )}
    </Entry>
  );
}
