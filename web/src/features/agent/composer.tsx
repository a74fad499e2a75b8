"use client";
import {
  type ChangeEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Attachment } from "@/api/types";
import { type DockRequest, useDockRequest } from "@/lib/dock";
import { useStored } from "@/lib/stored";
import { IconButton } from "@/ui/button";
import { AttachingList } from "./attached";
import { MOST_FILES, useAttachments } from "./use-attachments";

const MOST_LETTERS = 4000;

/** The text somebody typed elsewhere, and the cursor, once they ask for the agent. */
function useRequest(box: RefObject<HTMLTextAreaElement | null>, onText: (text: string) => void) {
  const request = useDockRequest();
  const taken = useRef<DockRequest | null>(null);
  useEffect(() => {
    if (!request || taken.current === request) return;
    taken.current = request;
    if (request.text) onText(request.text);
    // What closes at the same moment gives its focus back first.
    const timer = setTimeout(() => box.current?.focus());
    return () => clearTimeout(timer);
  }, [request, onText, box]);
}

export interface ComposerProps {
  /** The agent writes or works: what is typed waits. */
  busy: boolean;
  /** There is a run to stop. */
  onStop: (() => void) | null;
  onSend: (
    text: string,
    planFirst: boolean,
    attachments: readonly Attachment[],
    done: () => void,
  ) => void;
  /** What the agent is told of the page. */
  about: string;
}

interface AttachButtonProps {
  full: boolean;
  onFiles: (files: readonly File[]) => void;
}

function AttachButton({ full, onFiles }: AttachButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Attachments"
        data-testid="pick-attachments"
        onChange={onChange}
      />
      <IconButton
        icon="plus"
        label="Attach files"
        disabled={full}
        onClick={() => picker.current?.click()}
      />
    </>
  );
}

/** Enter sends, Shift+Enter begins a line. The cursor stays where it is. */
export function Composer({ busy, onStop, onSend, about }: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [first, setFirst] = useStored("ma.plan-first", "no");
  const files = useAttachments();
  useRequest(box, setText);
  const send = () => {
    const said = text.trim();
    const done = () => {
      setText("");
      files.clear();
    };
    if (said && !busy && !files.isSending) onSend(said, first === "yes", files.ready, done);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="border-t border-line px-4 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
      <div className="mx-auto max-w-[680px]">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a drop is one way of three */}
        <div
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            files.add([...event.dataTransfer.files]);
          }}
          className="rounded-card border border-line-strong bg-surface focus-within:border-faint"
        >
          <AttachingList items={files.items} onRemove={files.remove} />
          <textarea
            ref={box}
            aria-label="Message to the agent"
            placeholder="Ask, or say what to do"
            rows={2}
            maxLength={MOST_LETTERS}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const pasted = [...event.clipboardData.files];
              if (pasted.length > 0) event.preventDefault();
              files.add(pasted);
            }}
            className="block field-sizing-content max-h-48 min-h-14 w-full resize-none bg-transparent px-3 pt-2.5 text-13 outline-none placeholder:text-faint max-rail:text-[16px]"
          />
          <div className="flex items-center gap-1 px-1.5 pb-1.5">
            <AttachButton full={files.items.length >= MOST_FILES} onFiles={files.add} />
            <label className="flex items-center gap-2 px-1.5 text-12 text-soft max-rail:min-h-11">
              <input
                type="checkbox"
                checked={first === "yes"}
                onChange={(event) => setFirst(event.target.checked ? "yes" : "no")}
                className="accent-(--action)"
              />
              Show the plan first
            </label>
            <span className="flex-1" />
            {onStop && <IconButton icon="stop" label="Stop" onClick={onStop} />}
            <IconButton
              icon="send"
              label="Send"
              disabled={busy || files.isSending || !text.trim()}
              onClick={send}
              className="bg-action text-action-ink hover:bg-action hover:text-action-ink hover:opacity-90"
            />
          </div>
        </div>
        <p className="mt-1.5 truncate text-12 text-faint">Knows this page: {about}</p>
      </div>
    </div>
  );
}
