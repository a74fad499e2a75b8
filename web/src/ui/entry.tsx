import type { ReactNode } from "react";
import { Mark } from "./mark";

interface EntryProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

/** The page before the product: one question, set like the rest of the ledger. */
export function Entry({ title, lead, children }: EntryProps) {
  return (
    <main className="mx-auto min-h-screen max-w-[376px] px-4 pt-[16vh] pb-12">
      <Mark size={32} />
      <h1 className="mt-5 text-20 font-medium leading-snug tracking-[-0.012em]">{title}</h1>
      {lead && <p className="mt-1 text-pretty text-soft">{lead}</p>}
      <div className="mt-6">{children}</div>
    </main>
  );
}

/** Stands under the button of its form, so that nothing above it moves when it comes. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="flex items-baseline gap-2 rounded-field bg-bad-wash px-3 py-2">
      <span className="size-1.5 shrink-0 -translate-y-px rounded-full bg-bad" />
      {message}
    </p>
  );
}
