"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { type DragEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useRunActions, useThread } from "@/api/queries/agent";
import { isOver } from "@/api/run-state";
import type { Attachment, Run } from "@/api/types";
import { isCarried, letGo } from "@/lib/carry";
import { useRangeInSight } from "@/lib/own-range";
import { ShowMore } from "@/ui/show-more";
import { Failed } from "@/ui/state";
import { CLIENT_TOOLS } from "./client-tools";
import { Composer } from "./composer";
import { contextWords, pageContext } from "./page-context";
import { RunEntry } from "./run-entry";
import { Suggested } from "./suggested";
import { type Attachments, useAttachments } from "./use-attachments";

const NEAR = 80;
/** The thread that a first word just made: it is drawn anew, and whoever writes goes on writing. */
let begun: string | null = null;

function useCursor(threadId: string | null) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (threadId === null || begun !== threadId) return;
    begun = null;
    box.current?.focus();
  }, [threadId]);
  return box;
}

const NONE = { runId: "", status: null };

/**
 * Stays at the end while it grows, unless somebody scrolled up to read. What it gives back is called
 * before earlier words come in above: then what was read stays where it is.
 */
function useStayAtEnd(outer: RefObject<HTMLElement | null>, inner: RefObject<HTMLElement | null>) {
  const fromEnd = useRef<number | null>(null);
  useEffect(() => {
    const [box, content] = [outer.current, inner.current];
    if (!box || !content) return;
    let atEnd = true;
    const onScroll = () => {
      atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    };
    const observer = new ResizeObserver(() => {
      if (fromEnd.current !== null) box.scrollTop = box.scrollHeight - fromEnd.current;
      else if (atEnd) box.scrollTop = box.scrollHeight;
      fromEnd.current = null;
    });
    box.addEventListener("scroll", onScroll);
    observer.observe(content);
    return () => {
      box.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [outer, inner]);
  return () => {
    const box = outer.current;
    if (box) fromEnd.current = box.scrollHeight - box.scrollTop;
  };
}

/** How the run that spoke last stands. */
function useLiveStatus() {
  const [live, setLive] = useState<{ runId: string; status: Run["status"] | null }>(NONE);
  const onStatus = useCallback((runId: string, status: Run["status"]) => {
    setLive((old) => (runId >= old.runId ? { runId, status } : old));
  }, []);
  return [live, onStatus] as const;
}

const isTaken = (event: DragEvent) =>
  event.dataTransfer.types.includes("Files") || isCarried(event);

/**
 * Files, tiles and figures may be let go anywhere over the talk; while they hover, the message box shows
 * where they land.
 */
function useDrop({ add, attach }: Attachments) {
  const [over, setOver] = useState(false);
  return {
    "data-over": over || undefined,
    onDragOver: (event: DragEvent) => {
      if (!isTaken(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!isTaken(event)) return;
      event.preventDefault();
      setOver(false);
      const carried = letGo();
      if (carried) attach(carried);
      else add([...event.dataTransfer.files]);
    },
  };
}

interface EarlierProps {
  showEarlier: (() => void) | null;
  loadingEarlier: boolean;
  onShow: () => void;
}

function Earlier({ showEarlier, loadingEarlier, onShow }: EarlierProps) {
  if (!showEarlier) return null;
  const show = () => {
    onShow();
    showEarlier();
  };
  return (
    <div className="-mb-4 text-center">
      <ShowMore showMore={show} loadingMore={loadingEarlier}>
        Show earlier
      </ShowMore>
    </div>
  );
}

interface ConversationProps {
  threadId: string | null;
  /** A first word made a thread. */
  onThread: (threadId: string) => void;
}

/** What was said, what is being done, and where to say more. */
export function Conversation({ threadId, onThread }: ConversationProps) {
  const [outer, inner] = [useRef<HTMLElement>(null), useRef<HTMLDivElement>(null)];
  const keepPlace = useStayAtEnd(outer, inner);
  const { runs, messages, error, refetch, showEarlier, loadingEarlier } = useThread(threadId);
  const { start, cancel } = useRunActions();
  const own = useRangeInSight();
  const about = contextWords(pageContext(usePathname(), useSearchParams().toString()));
  const last = runs?.at(-1);
  const [live, onStatus] = useLiveStatus();
  const status = last && (live.runId === last.id ? live.status : last.status);
  const going = last && status && !isOver(status) ? last : null;
  const files = useAttachments();
  const drop = useDrop(files);
  const box = useCursor(threadId);
  const send = (
    text: string,
    planFirst: boolean,
    attachments: readonly Attachment[] = [],
    done?: () => void,
  ) =>
    start.mutate(
      {
        text,
        attachments: [...attachments],
        thread_id: threadId,
        source: "web",
        plan_first: planFirst,
        client_tools: CLIENT_TOOLS,
        context: pageContext(window.location.pathname, window.location.search, own),
      },
      {
        onSuccess: (run) => {
          done?.();
          if (threadId === null) begun = run.thread_id;
          onThread(run.thread_id);
        },
      },
    );
  return (
    <div {...drop} className="group/talk flex min-h-0 flex-1 flex-col">
      <section
        ref={outer}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus
        tabIndex={0}
        aria-label="Conversation"
        className="min-h-0 flex-1 overflow-auto px-4 py-4"
      >
        <div ref={inner} className="mx-auto grid max-w-[680px] gap-6">
          {threadId === null && <Suggested onAsk={(text) => send(text, false)} />}
          {error && <Failed error={error} what="This thread" onRetry={refetch} />}
          {threadId !== null && !runs && !error && (
            <div aria-busy="true" className="skeleton h-24" />
          )}
          <Earlier
            {...{ showEarlier, loadingEarlier }}
            onShow={() => {
              keepPlace();
              outer.current?.focus({ preventScroll: true });
            }}
          />
          {runs?.map((run) => (
            <RunEntry key={run.id} {...{ run, onStatus, messages }} last={run === last} />
          ))}
          {(start.error ?? cancel.error) && (
            <p role="alert" className="text-pretty text-bad">
              {(start.error ?? cancel.error)?.message}
            </p>
          )}
        </div>
      </section>
      <Composer
        busy={start.isPending || status === "running" || status === "queued"}
        onStop={going ? () => cancel.mutate(going.id) : null}
        onSend={send}
        {...{ about, files, box }}
      />
    </div>
  );
}
