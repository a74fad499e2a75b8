"use client";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useSaveReport } from "@/api/queries/reports";
import type { Insight, InsightAsk } from "@/api/types";
import { formatDayRange } from "@/lib/format";
import { reportHref } from "@/lib/insights";
import { TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";
import { SaveEnd } from "@/ui/save-end";
import { useToast } from "@/ui/toast";

interface SaveDialogProps {
  insight: Insight;
  ask: InsightAsk;
  onClose: () => void;
}

/** Asks for a name. What is kept is what the server tells now, for the same question. */
export function SaveDialog({ insight, ask, onClose }: SaveDialogProps) {
  const save = useSaveReport();
  const router = useRouter();
  const { say } = useToast();
  const { start, end } = insight.window;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    const { limit: _rows, ...asked } = ask;
    const body = { insight: insight.name, ask: asked, ...(title && { title }) };
    save.mutate(body as Parameters<typeof save.mutate>[0], {
      onSuccess: ({ id, title: kept }) => {
        say(`“${kept}” is saved`, { label: "Open", onAct: () => router.push(reportHref(id)) });
        onClose();
      },
    });
  };
  return (
    <Modal
      title="Save as report"
      description="The page is kept with its figures and SQL as they are now. New data does not change it."
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label="Name"
          name="title"
          defaultValue={`${insight.title}, ${formatDayRange(start, end)}`}
          maxLength={160}
          required
        />
        <SaveEnd saving={save.isPending} error={save.error} />
      </form>
    </Modal>
  );
}
