"use client";
import { type FormEvent, useState } from "react";
import { type Shelf, useSave } from "@/api/queries/saved";
import type { SavedQuestionBody } from "@/api/types";
import { TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";
import { SaveEnd } from "@/ui/save-end";
import { useToast } from "@/ui/toast";

const SHELVES: [Shelf, string, string][] = [
  ["question", "A question", "Listed here, asked anew each time it is opened"],
  ["widget", "A widget on Summary", "Drawn there for everybody of this store"],
];

export interface SaveDialogProps {
  name: string;
  what: Omit<SavedQuestionBody, "name">;
  onClose: () => void;
}

/** Keeps what is on the page under a name. Its days stay relative: “last 30 days” moves on. */
export function SaveDialog({ name, what, onClose }: SaveDialogProps) {
  const save = useSave();
  const { say } = useToast();
  const [shelf, setShelf] = useState<Shelf>("question");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    save.mutate(
      { shelf, body: { ...what, name: typed } },
      {
        onSuccess: () => {
          say(shelf === "widget" ? `“${typed}” is on Summary` : `“${typed}” is saved`);
          onClose();
        },
      },
    );
  };
  return (
    <Modal title="Save" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField label="Name" name="name" defaultValue={name} maxLength={120} required />
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-12 font-medium text-soft">As</legend>
          {SHELVES.map(([key, title, note]) => (
            <label key={key} className="flex cursor-pointer items-start gap-2.5 max-rail:min-h-11">
              <input
                type="radio"
                name="shelf"
                checked={shelf === key}
                onChange={() => setShelf(key)}
                className="mt-1 accent-(--action)"
              />
              <span>
                {title}
                <span className="block text-12 text-faint">{note}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <SaveEnd saving={save.isPending} error={save.error} />
      </form>
    </Modal>
  );
}
