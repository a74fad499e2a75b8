"use client";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { filesOfDrop, filesOfInput, type PathFile } from "@/lib/dropped-files";
import { formatBytes, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Progress } from "@/ui/progress";
import type { UploadState } from "./use-upload";

interface DropZoneProps {
  state: UploadState;
  onFiles: (files: PathFile[] | Promise<PathFile[]>) => void;
  onCancel: () => void;
}

/** The whole window takes a drop, so that nobody has to aim. */
function useWindowDrop(onDrop: (items: DataTransferItemList) => void) {
  const [over, setOver] = useState(false);
  const handler = useRef(onDrop);
  handler.current = onDrop;
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDropped = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      setOver(false);
      handler.current(event.dataTransfer.items);
    };
    const on = { dragover: onDragOver, dragleave: onDragLeave, drop: onDropped };
    for (const [name, act] of Object.entries(on))
      window.addEventListener(name, act as EventListener);
    return () => {
      for (const [name, act] of Object.entries(on))
        window.removeEventListener(name, act as EventListener);
    };
  }, []);
  return over;
}

/** `webkitdirectory` is how every browser asks for a folder; React does not know it as a prop. */
const askForFolder = (input: HTMLInputElement | null) => input?.setAttribute("webkitdirectory", "");

function Pickers({ onFiles, disabled }: { onFiles: DropZoneProps["onFiles"]; disabled: boolean }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const picked = event.target.files ? filesOfInput(event.target.files) : [];
    event.target.value = "";
    if (picked.length > 0) onFiles(picked);
  };
  useEffect(() => askForFolder(folder.current), []);
  const hidden = { type: "file", multiple: true, hidden: true, onChange } as const;
  return (
    <div className="flex flex-wrap gap-2">
      <input ref={folder} {...hidden} aria-label="Folder" data-testid="pick-folder" />
      <input ref={files} {...hidden} aria-label="Files" data-testid="pick-files" />
      <Button look="solid" disabled={disabled} onClick={() => folder.current?.click()}>
        <Icon name="folder" /> Choose a folder
      </Button>
      <Button disabled={disabled} onClick={() => files.current?.click()}>
        Choose files or a zip
      </Button>
    </div>
  );
}

/** Nobody drags files with a finger. */
const Invitation = () => (
  <>
    <span className="pointer-coarse:hidden">Drop a folder, a zip or files here</span>
    <span className="hidden pointer-coarse:inline">Add a folder, a zip or files</span>
  </>
);

function Sending({ state, onCancel }: { state: UploadState; onCancel: () => void }) {
  if (state.step === "listing") return <p className="text-soft">Looking through the folder…</p>;
  if (state.step !== "sending") return null;
  const percent = Math.round(state.fraction * 100);
  const what = `${plural(state.files, "file")}, ${formatBytes(state.bytes)}`;
  return (
    <div className="max-w-[420px]">
      <p className="mb-2 flex items-center gap-3">
        <span className="flex-1">
          {percent < 100 ? `Sending ${what}` : `${what} sent, starting to read`}
        </span>
        <span className="min-w-9 text-faint">{percent}%</span>
      </p>
      <Progress fraction={state.fraction} label="Upload" />
      <Button look="quiet" className="mt-2 -ml-2" onClick={onCancel}>
        Stop
      </Button>
    </div>
  );
}

export function DropZone({ state, onFiles, onCancel }: DropZoneProps) {
  const busy = state.step === "listing" || state.step === "sending";
  const over = useWindowDrop((items) => !busy && onFiles(filesOfDrop(items)));
  return (
    <section
      aria-label="Add files"
      className={cx(
        "mb-6.5 min-h-[166px] max-rail:min-h-[197px] rounded-card border border-dashed px-6 py-6 transition-colors max-rail:px-4",
        over ? "border-ink bg-surface" : "border-line-strong",
      )}
    >
      {busy ? (
        <Sending state={state} onCancel={onCancel} />
      ) : (
        <>
          <h2 className="text-18 font-medium leading-snug tracking-[-0.01em]">
            {over ? "Let go to import" : <Invitation />}
          </h2>
          <p className="mt-1 mb-4 max-w-[64ch] text-pretty text-soft">
            Shopify and Klaviyo exports, ad spend by day. Files are known by their columns, so names
            and folders do not matter. The same file twice changes nothing.
          </p>
          {state.step === "failed" && (
            <p role="alert" className="mb-4 flex items-baseline gap-2 text-bad">
              {state.message}
            </p>
          )}
          <Pickers onFiles={onFiles} disabled={busy} />
        </>
      )}
    </section>
  );
}
