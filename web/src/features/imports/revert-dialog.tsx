"use client";
import { useRevert } from "@/api/queries/imports";
import type { Import } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Modal } from "@/ui/modal";
import { useToast } from "@/ui/toast";
import { tallyOf, titleOf } from "./describe";

/** The exact effect, what is touched, and that it can be undone, before anything happens. */
export function RevertDialog({ item, onClose }: { item: Import; onClose: () => void }) {
  const revert = useRevert();
  const { say } = useToast();
  const files = plural(item.files.filter((file) => file.status === "loaded").length, "file");
  const act = () =>
    revert.mutate(item.import_id, {
      onSuccess: () => {
        say(`${titleOf(item)} is being taken back`);
        onClose();
      },
    });
  return (
    <Modal
      title={`Take back ${titleOf(item)}?`}
      description={`The numbers lose ${plural(tallyOf(item.files).loaded, "row")} of ${files}; what other imports brought stays. The files are kept, so dropping them in again undoes this.`}
      onClose={onClose}
    >
      {revert.error && (
        <p role="alert" className="mb-3 text-bad">
          {revert.error.message}
        </p>
      )}
      <div className="flex gap-2">
        <Button look="danger" disabled={revert.isPending} onClick={act}>
          {revert.isPending ? "Taking back…" : `Take back ${files}`}
        </Button>
        <Button onClick={onClose}>Keep it</Button>
      </div>
    </Modal>
  );
}
