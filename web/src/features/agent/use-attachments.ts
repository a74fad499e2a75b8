import { useRef, useState } from "react";
import { api } from "@/api/client";
import type { Attachment, LibraryDocument } from "@/api/types";
import { uploadDocument } from "@/api/upload";
import type { Attachable } from "@/lib/dock";

export const MOST_FILES = 10;

/** A file on its way to the next message, or why it is not; or something `given` that is here already. */
export interface Attaching {
  key: number;
  name: string;
  fraction: number;
  document: LibraryDocument | null;
  given: Attachable | null;
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

/** A document of the store as what a message is sent with. */
export const asAttachment = ({ id, kind, name }: LibraryDocument): Attachable => ({
  kind: KINDS[kind],
  name,
  id,
  data: {},
});

const NOTHING = { fraction: 0, document: null, given: null, problem: null };

const isSame = (one: Attachable | null, other: Attachable) =>
  one?.kind === other.kind &&
  one.id === other.id &&
  one.name === other.name &&
  JSON.stringify(one.data) === JSON.stringify(other.data);

/** What is attached to the next message: sent at once, listed, taken away again. */
export function useAttachments() {
  const [items, setItems] = useState<readonly Attaching[]>([]);
  const next = useRef(0);
  const stop = useRef(new Map<number, () => void>());
  const change = (key: number, part: Partial<Attaching>) =>
    setItems((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const addOne = async (file: File) => {
    const key = next.current++;
    const begun = { ...NOTHING, key, name: file.name };
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
  const [attach] = useState(() => (given: Attachable) => {
    const key = next.current++;
    setItems((old) =>
      old.length >= MOST_FILES || old.some((one) => isSame(one.given, given))
        ? old
        : [...old, { ...NOTHING, key, name: given.name, given }],
    );
  });
  const remove = ({ key, document }: Attaching) => {
    stop.current.get(key)?.();
    setItems((old) => old.filter((one) => one.key !== key));
    // One that stays behind is dropped in a day by itself.
    const path = { document_id: document?.id ?? "" };
    if (document) void api.DELETE("/api/v1/attachments/{document_id}", { params: { path } });
  };
  const ready: Attachment[] = items.flatMap(({ document, given }) => {
    const found = given ?? (document && asAttachment(document));
    return found ? [found] : [];
  });
  const isSending = items.some(({ document, given, problem }) => !document && !given && !problem);
  return { items, ready, isSending, add, attach, remove, clear: () => setItems([]) };
}

export type Attachments = ReturnType<typeof useAttachments>;
