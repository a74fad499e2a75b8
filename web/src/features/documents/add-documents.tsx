"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type DragEvent, useRef, useState } from "react";
import { documentsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import { uploadDocument } from "@/api/upload";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";
import { Progress } from "@/ui/progress";

interface Sending {
  name: string;
  fraction: number;
}

/** Sends files one after another; what is refused is said beside its name and stops no other. */
function useAdd() {
  const [sending, setSending] = useState<Sending | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const client = useQueryClient();
  const { id } = useWorkspace();
  const add = async (files: readonly File[]) => {
    setProblems([]);
    for (const file of files) {
      const onProgress = (fraction: number) => setSending({ name: file.name, fraction });
      onProgress(0);
      try {
        await uploadDocument("documents", file, onProgress).promise;
      } catch (error) {
        const why = error instanceof Error ? error.message : "It could not be sent.";
        setProblems((old) => [...old, `${file.name}: ${why}`]);
      }
      client.invalidateQueries({ queryKey: documentsKey(id) });
    }
    setSending(null);
  };
  return { sending, problems, add };
}

export function AddDocuments() {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { sending, problems, add } = useAdd();
  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    const picked = [...(event.target.files ?? [])];
    event.target.value = "";
    void add(picked);
  };
  const onDrag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  const onDrop = (event: DragEvent) => {
    onDrag(event, false);
    if (!sending) void add([...event.dataTransfer.files]);
  };
  return (
    <section
      aria-label="Add documents"
      onDragOver={(event) => onDrag(event, true)}
      onDragLeave={(event) => onDrag(event, false)}
      onDrop={onDrop}
      className={cx(
        "mb-6.5 rounded-card border border-dashed px-6 py-5 transition-colors max-rail:px-4",
        over ? "border-ink bg-surface" : "border-line-strong",
      )}
    >
      <p className="font-medium pointer-coarse:hidden">Drop documents here</p>
      <p className="mb-3 text-soft">PDF, CSV, text, Markdown or HTML, up to 20 MB each.</p>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Documents"
        data-testid="pick-documents"
        onChange={onPick}
      />
      <Button look="solid" disabled={sending !== null} onClick={() => picker.current?.click()}>
        Choose files
      </Button>
      {sending && (
        <div role="status" className="mt-3 max-w-[420px]">
          <p className="mb-1.5 truncate text-soft">
            {sending.fraction < 1 ? "Sending" : "Reading"} {sending.name}
          </p>
          <Progress fraction={sending.fraction < 1 ? sending.fraction : null} label="Upload" />
        </div>
      )}
      {problems.map((problem) => (
        <p key={problem} role="alert" className="mt-2 text-pretty wrap-anywhere text-bad">
          {problem}
        </p>
      ))}
    </section>
  );
}
