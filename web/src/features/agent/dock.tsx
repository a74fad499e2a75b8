"use client";
import Link from "next/link";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useThread } from "@/api/queries/agent";
import { useWorkspace } from "@/api/session";
import { closeDock } from "@/lib/dock";
import { useStored } from "@/lib/stored";
import { IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Conversation } from "./conversation";

/** Beside the page where there is room, above it where there is not, all of a phone. */
const PANEL =
  "fixed z-30 flex flex-col bg-canvas outline-none wide:inset-y-0 wide:right-0 wide:w-[400px] wide:border-l wide:border-line max-wide:shadow-over max-wide:animate-[slide-in_.16s_ease-out] rail:max-wide:inset-y-3 rail:max-wide:right-3 rail:max-wide:w-[400px] rail:max-wide:rounded-[12px] max-rail:inset-0 max-rail:pt-[env(safe-area-inset-top)]";

const PHONE = "(max-width: 900px)";

/** On a phone it covers the page, so the page behind is out of reach for fingers and readers alike. */
function usePageAside(dock: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const page = dock.current?.previousElementSibling;
    if (!(page instanceof HTMLElement)) return;
    const phone = window.matchMedia(PHONE);
    const match = () => {
      page.inert = phone.matches;
    };
    match();
    phone.addEventListener("change", match);
    return () => {
      phone.removeEventListener("change", match);
      page.inert = false;
    };
  }, [dock]);
}

interface HeadProps {
  title: string;
  threadId: string | null;
  onNew: () => void;
}

function Head({ title, threadId, onNew }: HeadProps) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4">
      <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
      <IconButton icon="plus" label="New thread" disabled={threadId === null} onClick={onNew} />
      <Link
        href={threadId ? `/threads/?thread=${threadId}` : "/threads/"}
        aria-label="Open the page of threads"
        title="Open the page of threads"
        className="grid size-7 shrink-0 place-items-center rounded-[6px] text-faint hover:bg-sunk hover:text-ink max-rail:size-11"
      >
        <Icon name="expand" />
      </Link>
      <IconButton icon="close" label="Close the agent" onClick={closeDock} />
    </header>
  );
}

/** The agent beside the page. Closing it leaves a run alone; opening it finds the thread again. */
export function Dock() {
  const { id } = useWorkspace();
  const [kept, setKept] = useStored(`ma.thread.${id}`, "");
  const { title, error } = useThread(kept || null);
  // A thread of another day may be gone.
  const threadId = kept && !error ? kept : null;
  const panel = useRef<HTMLElement>(null);
  usePageAside(panel);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeDock();
  };
  return (
    <aside ref={panel} data-dock="" aria-label="Agent" onKeyDown={onKeyDown} className={PANEL}>
      <Head title={(threadId && title) || "Agent"} threadId={threadId} onNew={() => setKept("")} />
      <Conversation key={threadId ?? "new"} threadId={threadId} onThread={setKept} />
    </aside>
  );
}
