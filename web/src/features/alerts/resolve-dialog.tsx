"use client";
import type { FormEvent } from "react";
import type { Alert } from "@/api/types";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";

interface ResolveDialogProps {
  alert: Alert;
  onResolve: (note: string | null) => void;
  onClose: () => void;
}

/** Done with, and how. */
export function ResolveDialog({ alert, onResolve, onClose }: ResolveDialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    onClose();
    onResolve(note || null);
  };
  return (
    <Modal title="Resolve" description={alert.title} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label="Note"
          name="note"
          maxLength={1000}
          autoComplete="off"
          hint="What it was, or what was done. Everybody of this store can read it."
        />
        <div className="flex gap-2">
          <Button look="solid" type="submit">
            Resolve
          </Button>
          <Button onClick={onClose}>Keep it open</Button>
        </div>
      </form>
    </Modal>
  );
}
