"use client";
import Link from "next/link";
import { useProtocols } from "@/api/queries/agent";
import { CopyButton } from "@/ui/copy-button";
import { Failed } from "@/ui/state";

type Entry = { name: string; path: string | null; summary: string };

/** What is no protocol, and open to other agents all the same. */
const REST: Entry[] = [
  {
    name: "REST",
    path: "/api/v1/runs",
    summary: "Start a run, read its events; the whole API is in the OpenAPI document",
  },
  {
    name: "OpenAPI",
    path: "/api/openapi.json",
    summary: "Every operation, its input and its errors",
  },
];

/** One way in; a library has no address. */
function Door({ name, path, summary }: Entry) {
  const address = path && `${window.location.origin}${path}`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 border-b border-line py-1.5 max-rail:py-2">
      <span className="w-20 font-medium max-rail:flex-1">{name}</span>
      <span className="min-w-0 flex-1 max-rail:order-last max-rail:basis-full">
        {address && <code className="block font-mono text-12 wrap-anywhere">{address}</code>}
        <span className="block text-12 text-pretty text-faint">{summary}</span>
      </span>
      {address && <CopyButton text={address} copied={`Address of ${name} copied`} />}
    </li>
  );
}

function Doors() {
  const { data, error, refetch } = useProtocols();
  if (error && !data) return <Failed error={error} what="The addresses" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton mt-3 h-96" />;
  return (
    <ul className="mt-3 border-t border-line">
      {[...data.items, ...REST].map((door) => (
        <Door key={door.name} name={door.name} path={door.path} summary={door.summary} />
      ))}
    </ul>
  );
}

/** Where other agents reach this one. The same key opens every door. */
export function Addresses() {
  return (
    <section aria-labelledby="doors" className="mb-8">
      <h2 id="doors" className="font-semibold">
        For other agents
      </h2>
      <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">
        Every ability of this app is open to other agents. They call as a role of this store, and
        what sends waits on{" "}
        <Link href="/approvals/" className="underline underline-offset-2">
          Approvals
        </Link>{" "}
        as it does here. All but the card and the OpenAPI document want a key as{" "}
        <code>Authorization: Bearer …</code>; owners and admins make one under{" "}
        <Link href="/settings/api-keys/" className="underline underline-offset-2">
          Settings, API keys
        </Link>
        .
      </p>
      <Doors />
    </section>
  );
}
