"use client";
import { useEffect, useId, useRef, useState } from "react";
import { onFocusAsk } from "@/lib/focus-ask";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";
import { AskOptions } from "./ask-options";
import { useAskOptions } from "./use-ask-options";

interface AskBoxProps {
  question: string;
  /** Whether the page waits for a first question. */
  eager: boolean;
  onAsk: (question: string) => void;
}

/** The question; while it is typed, known ones that hold the same words are offered. */
export function AskBox({ question, eager, onAsk }: AskBoxProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(question);
  const ask = (next: string) => {
    if (!next.trim()) return;
    setText(next);
    list.close();
    onAsk(next);
  };
  const list = useAskOptions(text, ask);
  useEffect(() => {
    // A phone would raise its keyboard over the page; with a mouse, typing can begin at once.
    if (eager && window.matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, [eager]);
  useEffect(
    () =>
      onFocusAsk(() => {
        input.current?.focus();
        input.current?.select();
      }),
    [],
  );
  return (
    <div className="relative min-w-0 flex-1 max-rail:order-3 max-rail:basis-full">
      <div className="flex h-9 items-center gap-2 rounded-field border border-line-strong bg-surface px-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-(--focus) max-rail:h-11.5">
        <span className="text-faint">
          <Icon name="search" />
        </span>
        <input
          ref={input}
          role="combobox"
          aria-label="Ask about this store"
          aria-expanded={list.shown}
          aria-controls={list.shown ? listId : undefined}
          aria-activedescendant={
            list.shown && list.chosen >= 0 ? `${listId}-${list.chosen}` : undefined
          }
          aria-autocomplete="list"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={2000}
          placeholder="Ask about sales, orders, products, customers, e-mail, ads"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            list.open();
          }}
          onClick={list.open}
          onBlur={list.close}
          onKeyDown={list.onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint max-rail:text-[16px]"
        />
        <button
          type="button"
          aria-label="Ask this question"
          disabled={!text.trim()}
          onClick={() => ask(text)}
          className="grid h-6 place-items-center rounded-[5px] disabled:opacity-50 max-rail:min-h-11 max-rail:min-w-9"
        >
          <Kbd>↵</Kbd>
          <span className="text-soft rail:hidden">
            <Icon name="send" />
          </span>
        </button>
      </div>
      {list.shown && (
        <AskOptions id={listId} options={list.options} chosen={list.chosen} onAsk={ask} />
      )}
    </div>
  );
}
