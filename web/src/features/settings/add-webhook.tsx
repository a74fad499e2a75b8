"use client";
import { type FormEvent, useState } from "react";
import { useWebhookActions } from "@/api/queries/webhooks";
import type { WebhookTopic, WebhookWithSecret } from "@/api/types";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Topics } from "./webhook-topics";

const FIRST: WebhookTopic[] = ["import.completed"];

/** A new webhook; what is wrong with its address is said below the address. */
export function AddWebhook({ onAdded }: { onAdded: (made: WebhookWithSecret) => void }) {
  const { add } = useWebhookActions();
  const [topics, setTopics] = useState<WebhookTopic[]>(FIRST);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const url = String(new FormData(form).get("url")).trim();
    add.mutate(
      { url, topics },
      {
        onSuccess: (made) => {
          form.reset();
          setTopics(FIRST);
          onAdded(made);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label="Address to call"
        name="url"
        type="url"
        required
        maxLength={2000}
        placeholder="https://example.com/hook"
        error={add.error?.message}
      />
      <Topics chosen={topics} onChange={setTopics} />
      <div>
        <Button
          look="solid"
          type="submit"
          className="h-9"
          disabled={add.isPending || topics.length === 0}
        >
          {add.isPending ? "Looking at the address…" : "Add the webhook"}
        </Button>
      </div>
    </form>
  );
}
