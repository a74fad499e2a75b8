"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { useMay } from "@/api/session";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/state";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

interface OthersProps {
  /** The heading's id. */
  id: string;
  title: string;
  told: string;
  /** What is shown where there is none, for an owner to do. */
  begin: string;
  found: { data?: { items: readonly unknown[] }; error: Error | null; refetch: () => unknown };
  add: ReactNode;
  children: ReactNode;
}

/** Agents or tools outside of this product: what there is, and how an owner adds one. */
export function Others({ id, title, told, begin, found, add, children }: OthersProps) {
  return (
    <section aria-labelledby={id} className="mb-8">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">{told}</p>
      <List title={title} begin={begin} found={found} add={add}>
        {children}
      </List>
    </section>
  );
}

type ListProps = Omit<OthersProps, "id" | "told">;

function List({ title, begin, found, add, children }: ListProps) {
  const isOwner = useMay("owner");
  const { data, error, refetch } = found;
  if (error && !data) return <Failed error={error} what={title} onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton mt-3 h-20" />;
  return (
    <>
      {data.items.length === 0 ? (
        <p className="mt-3 text-pretty text-soft">
          None yet. {isOwner ? begin : "An owner can add one."}
        </p>
      ) : (
        <ul className="mt-3 border-t border-line">{children}</ul>
      )}
      {isOwner && add}
    </>
  );
}

interface OtherProps {
  name: string;
  /** What is known of it, below its name. */
  facts: ReactNode;
  /** Reading anew what it is: the button's words, and those that name it to a screen reader. */
  read: { act: string; label: string; busy: boolean; run: () => void };
  /** Taking it out: what that does, in words. */
  remove: { told: string; act: string; run: () => void };
  children: ReactNode;
}

/** One of them, with what an owner may do to it. */
export function Other({ name, facts, read, remove, children }: OtherProps) {
  const isOwner = useMay("owner");
  const [removing, setRemoving] = useState(false);
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium wrap-anywhere">{name}</p>
          {facts}
        </div>
        {isOwner && (
          <div className="flex gap-2 max-rail:-ml-2.5">
            <Button look="quiet" disabled={read.busy} onClick={read.run} aria-label={read.label}>
              {read.act}
            </Button>
            <Button look="quiet" onClick={() => setRemoving(true)} aria-label={`Remove ${name}`}>
              Remove
            </Button>
          </div>
        )}
      </div>
      {children}
      {removing && (
        <Confirm
          title={`Remove ${name}?`}
          description={remove.told}
          act={remove.act}
          keep="Keep it"
          onAct={remove.run}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}

interface AsReadProps {
  value: unknown;
  /** What stands between the line that opens it and the value. */
  note?: ReactNode;
  /** The line that opens it. */
  children: ReactNode;
}

/** Something of others as it was read, to be opened by whoever decides about it. */
export function AsRead({ value, note, children }: AsReadProps) {
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-12 text-soft max-rail:py-3">{children}</summary>
      {note}
      <pre className="mt-1 max-h-80 overflow-auto rounded-field border border-line bg-surface p-3 font-mono text-12 whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}
