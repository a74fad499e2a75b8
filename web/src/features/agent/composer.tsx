"use client";
import dynamic from "next/dynamic";
import {
  type ChangeEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Attachment } from "@/api/types";
import { type Attachable, takeRequest, useDockRequest } from "@/lib/dock";
import { useStored } from "@/lib/stored";
import { IconButton } from "@/ui/button";
import { AttachingList } from "./attached";
import { type Attachments, MOST_FILES } from "./use-attachments";

const AttachPicker = dynamic(() => import("./attach-picker").then((m) => m.AttachPicker), {
  ssr: false,
});

const MOST_LETTERS = 4000;

/** The text somebody typed elsewhere or what they took from there, and the cursor, once they ask. */
function useRequest(
  box: RefObject<HTMLTextAreaElement | null>,
  onText: (text: string) => void,
  onAttach: (attached: Attachable) => void,
) {
  const request = useDockRequest();
  useEffect(() => {
    if (!request) return;
    if (request.text) onText(request.text);
    if (request.attached) onAttach(request.attached);
    // What closes at the same moment gives its focus back first.
    setTimeout(() => box.current?.focus());
    takeRequest();
  }, [request, onText, onAttach, box]);
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
  files: Attachments;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** Opens what can be attached: files of this device, and what the store holds. */
function AttachButton({ files }: { files: Attachments }) {
  const picker = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    files.add([...(event.target.files ?? [])]);
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
        label="Attach"
        aria-haspopup="dialog"
        disabled={files.items.length >= MOST_FILES}
        onClick={() => setOpen(true)}
      />
      {open && (
        <AttachPicker
          onAttach={files.attach}
          onFiles={() => picker.current?.click()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Enter sends, Shift+Enter begins a line. The cursor stays where it is. */
export function Composer({ busy, onStop, onSend, about, files, box }: ComposerProps) {
  const [text, setText] = useState("");
  const [first, setFirst] = useStored("ma.plan-first", "no");
  useRequest(box, setText, files.attach);
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
        <div className="rounded-card border border-line-strong bg-surface focus-within:border-faint group-data-over/talk:border-dashed group-data-over/talk:border-ink">
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
            <AttachButton files={files} />
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
