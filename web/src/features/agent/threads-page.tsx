"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useThreads } from "@/api/queries/agent";
import { useWorkspace } from "@/api/session";
import type { Thread } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment } from "@/lib/format";
import { writeStored } from "@/lib/stored";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";
import { Conversation } from "./conversation";

const FEW = 30;
const MOST = 200;

interface ItemProps {
  thread: Thread;
  here: boolean;
  onOpen: () => void;
}

function Item({ thread, here, onOpen }: ItemProps) {
  const { timezone } = useWorkspace();
  return (
    <li>
      <button
        type="button"
        aria-current={here ? "true" : undefined}
        onClick={onOpen}
        className={cx(
          "w-full rounded-[6px] px-2.5 py-2 text-left hover:bg-sunk max-rail:min-h-11",
          here && "bg-sunk",
        )}
      >
        <span className="line-clamp-2 text-pretty">{thread.title}</span>
        <span className="block text-12 text-faint">
          {formatMoment(thread.updated_at, timezone)}
        </span>
      </button>
    </li>
  );
}

function List({ chosen, onOpen }: { chosen: string | null; onOpen: (id: string) => void }) {
  const [limit, setLimit] = useState(FEW);
  const { data, error, refetch } = useThreads(limit);
  if (error) return <Failed error={error} what="The threads" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  if (data.items.length === 0) {
    return <p className="px-2.5 text-pretty text-soft">Threads stand here once you have asked.</p>;
  }
  return (
    <>
      <ul className="grid gap-0.5">
        {data.items.map((thread) => (
          <Item
            key={thread.id}
            thread={thread}
            here={thread.id === chosen}
            onOpen={() => onOpen(thread.id)}
          />
        ))}
      </ul>
      {data.total > limit && limit < MOST && (
        <Button look="quiet" onClick={() => setLimit(MOST)}>
          Older threads
        </Button>
      )}
    </>
  );
}

/** Every conversation with the agent, and the one that is open at its full width. */
export function ThreadsPage() {
  const { id } = useWorkspace();
  const [chosen, setChosen] = useQueryState("thread", parseAsString);
  const open = (threadId: string | null) => {
    writeStored(`ma.thread.${id}`, threadId ?? "");
    void setChosen(threadId);
  };
  return (
    <>
      <PageBar title="Threads">
        <span className="flex-1" />
        {chosen && (
          <Button className="rail:hidden" onClick={() => open(null)}>
            All threads
          </Button>
        )}
        <Button disabled={!chosen} onClick={() => open(null)} className="max-rail:hidden">
          <Icon name="plus" /> New thread
        </Button>
      </PageBar>
      <div className="grid gap-6 rail:grid-cols-[240px_minmax(0,1fr)]">
        <nav aria-label="Threads" className={cx(chosen && "max-rail:hidden", "max-rail:order-2")}>
          <List chosen={chosen} onOpen={open} />
        </nav>
        <div className="flex flex-col rounded-card border border-line rail:h-[calc(100vh-84px)] max-rail:-mx-3.5 max-rail:min-h-[60vh] max-rail:rounded-none max-rail:border-x-0">
          <Conversation key={chosen ?? "new"} threadId={chosen} onThread={open} />
        </div>
      </div>
    </>
  );
}
