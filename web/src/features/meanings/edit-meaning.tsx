"use client";
import { type FormEvent, useId, useState } from "react";
import { useEntryActions } from "@/api/queries/meanings";
import type { PromptEntry } from "@/api/types";
import { Button } from "@/ui/button";
import { Modal } from "@/ui/modal";
import { useToast } from "@/ui/toast";
import { asText, typedChange } from "./in-words";

interface EditMeaningProps {
  entry: PromptEntry;
  onClose: () => void;
}

/** Rewrites what a wording means. The server checks it before anything changes. */
export function EditMeaning({ entry, onClose }: EditMeaningProps) {
  const { change } = useEntryActions();
  const { say } = useToast();
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const done = () => {
    say("Saved: it means this from the next question on");
    onClose();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = typedChange(entry, String(new FormData(event.currentTarget).get("meaning")));
    if (!body) {
      return setProblem("This is not complete: check the brackets, quotes and commas.");
    }
    setProblem(null);
    change.mutate(
      { id: entry.id, ...body },
      { onSuccess: done, onError: (error) => setProblem(error.message) },
    );
  };
  return (
    <Modal
      wide
      title={`What “${entry.prompt}” means`}
      description={
        entry.question
          ? "Every wording that leads here means this from the next question on. Times are names, such as last_30_days or this_month."
          : "Every wording that leads here is answered by this statement from the next question on."
      }
      onClose={onClose}
    >
      <form onSubmit={submit} className="grid gap-3 pt-1">
        <label htmlFor={id} className="text-12 font-medium text-soft">
          {entry.question ? "Meaning, as JSON" : "Meaning, as SQL"}
        </label>
        <textarea
          id={id}
          name="meaning"
          required
          rows={10}
          spellCheck={false}
          defaultValue={asText(entry)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          className="w-full rounded-field border border-line-strong bg-surface p-3 font-mono text-12 leading-[1.6] aria-[invalid]:border-bad max-rail:text-[16px]"
        />
        {problem && (
          <p role="alert" id={`${id}-problem`} className="text-bad wrap-anywhere">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="solid" type="submit" disabled={change.isPending}>
            Save this meaning
          </Button>
          <Button onClick={onClose}>Keep it as it was</Button>
        </div>
      </form>
    </Modal>
  );
}
