import { useRef, useState } from "react";
import { api } from "@/api/client";
import type { Attachment, LibraryDocument } from "@/api/types";
import { uploadDocument } from "@/api/upload";

export const MOST_FILES = 10;

/** A file on its way to the next message, or why it is not. */
export interface Attaching {
  key: number;
  name: string;
  fraction: number;
  document: LibraryDocument | null;
  problem: string | null;
}

const KINDS: Record<LibraryDocument["kind"], Attachment["kind"]> = {
  pdf: "pdf",
  csv: "csv",
  image: "image",
  text: "text",
  markdown: "text",
  html: "text",
};

const asAttachment = ({ id, kind, name }: LibraryDocument): Attachment => ({
  kind: KINDS[kind],
  name,
  id,
  data: {},
});

/** What is attached to the next message: sent at once, listed, taken away again. */
export function useAttachments() {
  const [items, setItems] = useState<readonly Attaching[]>([]);
  const next = useRef(0);
  const stop = useRef(new Map<number, () => void>());
  const change = (key: number, part: Partial<Attaching>) =>
    setItems((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const addOne = async (file: File) => {
    const key = next.current++;
    const begun = { key, name: file.name, fraction: 0, document: null, problem: null };
    setItems((old) => [...old, begun]);
    const upload = uploadDocument("attachments", file, (fraction) => change(key, { fraction }));
    stop.current.set(key, upload.cancel);
    try {
      change(key, { document: await upload.promise });
    } catch (error) {
      change(key, { problem: error instanceof Error ? error.message : "It could not be sent." });
    }
  };
  const add = (files: readonly File[]) => {
    for (const file of files.slice(0, MOST_FILES - items.length)) void addOne(file);
  };
  const remove = ({ key, document }: Attaching) => {
    stop.current.get(key)?.();
    setItems((old) => old.filter((one) => one.key !== key));
    // One that stays behind is dropped in a day by itself.
    const path = { document_id: document?.id ?? "" };
    if (document) void api.DELETE("/api/v1/attachments/{document_id}", { params: { path } });
  };
  const ready = items.flatMap(({ document }) => (document ? [asAttachment(document)] : []));
  const isSending = items.some(({ document, problem }) => !document && !problem);
  return { items, ready, isSending, add, remove, clear: () => setItems([]) };
}
