"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";

/** Changes the question above: another time, another split, another comparison. */
export function FollowUp({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    onAsk(text);
    setText("");
  };
  return (
    <form onSubmit={submit} className="mt-3 flex items-center gap-2">
      <input
        aria-label="Follow-up question"
        placeholder="Go on: and by country? last 7 days? compared to a year earlier?"
        value={text}
        maxLength={2000}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        className="h-9 min-w-0 flex-1 rounded-field border border-line bg-surface px-3 placeholder:text-faint hover:border-line-strong max-rail:h-11 max-rail:text-[16px]"
      />
      <Button type="submit" className="h-9" disabled={!text.trim()}>
        Ask
      </Button>
    </form>
  );
}
