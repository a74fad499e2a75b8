"use client";
import Link from "next/link";
import { CopyButton } from "@/ui/copy-button";

/** Every door that the product has for other agents. */
const DOORS = [
  ["MCP", "/mcp", "Tools, resources and prompts, with views, for chat apps and editors"],
  ["A2A", "/.well-known/agent-card.json", "The signed card; tasks as JSON-RPC and HTTP+JSON"],
  ["AG-UI", "/agui", "Runs as events, with approvals as interrupts, for other front ends"],
  ["AI SDK", "/api/chat", "The message stream of useChat"],
  ["Realtime", "/v1/realtime", "OpenAI Realtime over a WebSocket, for text and tools"],
  [
    "REST",
    "/api/v1/runs",
    "Start a run, read its events; the whole API is in the OpenAPI document",
  ],
  ["OpenAPI", "/api/openapi.json", "Every operation, its input and its errors"],
] as const;

/** Where other agents reach this one. The same key opens every door. */
export function Addresses() {
  const origin = window.location.origin;
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
      <ul className="mt-3 border-t border-line">
        {DOORS.map(([name, path, what]) => (
          <li
            key={path}
            className="flex flex-wrap items-center gap-x-4 border-b border-line py-1.5 max-rail:py-2"
          >
            <span className="w-16 font-medium max-rail:flex-1">{name}</span>
            <span className="min-w-0 flex-1 max-rail:order-last max-rail:basis-full">
              <code className="block font-mono text-12 wrap-anywhere">{`${origin}${path}`}</code>
              <span className="block text-12 text-pretty text-faint">{what}</span>
            </span>
            <CopyButton text={`${origin}${path}`} copied={`Address of ${name} copied`} />
          </li>
        ))}
      </ul>
    </section>
  );
}
