"use client";
import { useState } from "react";
import { useWidgets } from "@/api/queries/boards";
import { useDocuments } from "@/api/queries/documents";
import { useSaved } from "@/api/queries/saved";
import { useSummary } from "@/api/queries/summary";
import type { Attachable } from "@/lib/dock";
import { figureOf } from "@/lib/figure-of";
import { useWindow } from "@/lib/params";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Modal } from "@/ui/modal";
import { PickList } from "./pick-list";
import { ServerResources } from "./server-resources";
import { asAttachment } from "./use-attachments";

interface Group {
  label: string;
  items: Attachable[];
}

/** Everything of the store that a message may be about, in groups; a group is empty while it loads. */
function useGroups(): Group[] {
  const page = useWindow();
  const figures = useSummary(page).data?.sections.flatMap(({ tiles }) => tiles) ?? [];
  const widgets = useWidgets().data ?? [];
  const saved = useSaved().data?.items ?? [];
  const documents = useDocuments().data ?? [];
  return [
    {
      label: "Tiles of Summary",
      items: widgets.map(({ id, name, question }) => ({
        kind: "tile",
        name,
        id,
        data: question ? { question: name } : {},
      })),
    },
    {
      label: "Saved questions and reports",
      items: saved.map(({ id, name, kind }) => ({
        kind: "report",
        name,
        id,
        data: kind === "sql" ? {} : { question: name },
      })),
    },
    { label: "Documents", items: documents.map(asAttachment) },
    {
      label: "Figures",
      items: figures
        .filter(({ status }) => status === "ok")
        .map((figure) => figureOf(figure, page.range ?? null)),
    },
  ];
}

const fits = (words: string) => {
  const wanted = words.trim().toLowerCase();
  return ({ name }: { name: string }) => name.toLowerCase().includes(wanted);
};

interface AttachPickerProps {
  onAttach: (attached: Attachable) => void;
  /** Files of this device, by the browser's own dialog. */
  onFiles: () => void;
  onClose: () => void;
}

/** What the next message may be about: files of this device, and what the store holds. */
export function AttachPicker({ onAttach, onFiles, onClose }: AttachPickerProps) {
  const [words, setWords] = useState("");
  const groups = useGroups()
    .map(({ label, items }) => ({ label, items: items.filter(fits(words)) }))
    .filter(({ items }) => items.length > 0);
  const take = (attached: Attachable) => {
    onAttach(attached);
    onClose();
  };
  const choose = () => {
    onClose();
    onFiles();
  };
  return (
    <Modal
      title="Attach to the message"
      description="The agent is told what it is, and reads it when the message is about it."
      onClose={onClose}
    >
      <Button onClick={choose} className="mb-3">
        <Icon name="file" /> Files of this device: CSV, PDF, image, text
      </Button>
      <TextField
        label="Or something of this store"
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {groups.map(({ label, items }) => (
        <PickList
          key={label}
          label={label}
          items={items.map((item) => ({
            key: `${item.kind} ${item.id ?? item.name}`,
            name: item.name,
            onPick: () => take(item),
          }))}
        />
      ))}
      {groups.length === 0 && (
        <p className="mt-4 text-soft">
          {words.trim() ? "Nothing of that name here." : "Nothing is kept here yet."}
        </p>
      )}
      <ServerResources fits={fits(words)} onAttach={take} />
    </Modal>
  );
}
