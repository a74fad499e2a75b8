"use client";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useAskHistory } from "@/api/queries/ask";
import { cx } from "@/lib/cx";
import { matches } from "@/lib/search";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";

const MOST_OPTIONS = 8;

/** Questions asked before and common ones that hold every typed word, each once. */
export function optionsFor(typed: string, asked: string[], common: string[]): string[] {
  const unique = new Map([...asked, ...common].map((text) => [text.toLowerCase().trim(), text]));
  unique.delete(typed.toLowerCase().trim());
  return [...unique.values()].filter((text) => matches(typed.trim(), text)).slice(0, MOST_OPTIONS);
}

function useOptions(typed: string): string[] {
  const { data } = useAskHistory();
  const answered = data?.items.filter(
    (item) => item.outcome === "answer" && item.prompt.length > 8,
  );
  return optionsFor(typed, answered?.map((item) => item.prompt) ?? [], [
    ...(data?.suggestions ?? []),
  ]);
}

interface AskBoxProps {
  question: string;
  onAsk: (question: string) => void;
}

/** The question; while it is typed, those asked before that hold the same words are offered. */
export function AskBox({ question, onAsk }: AskBoxProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(question);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const options = useOptions(text);
  const shown = open && options.length > 0;
  useEffect(() => {
    // A phone would raise its keyboard over the page; with a mouse, typing can begin at once.
    if (!question && window.matchMedia("(pointer: fine)").matches) input.current?.focus();
  }, [question]);
  const ask = (next: string) => {
    if (!next.trim()) return;
    setText(next);
    setOpen(false);
    setChosen(-1);
    onAsk(next);
  };
  const move = (step: number) => {
    setOpen(true);
    const count = options.length + 1;
    setChosen((at) => ((at + 1 + step + count) % count) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && shown) setOpen(false);
    else if (event.key === "Enter") ask((shown && options[chosen]) || text);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative min-w-0 flex-1 max-rail:order-3 max-rail:basis-full">
      <div className="flex h-9 items-center gap-2 rounded-field border border-line-strong bg-surface px-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-(--focus) max-rail:h-11">
        <span className="text-faint">
          <Icon name="search" />
        </span>
        <input
          ref={input}
          role="combobox"
          aria-label="Ask about this store"
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={shown && chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={2000}
          placeholder="Ask about sales, orders, products, customers, e-mail, ads"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setChosen(-1);
          }}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint max-rail:text-[16px]"
        />
        <button
          type="button"
          aria-label="Ask"
          disabled={!text.trim()}
          onClick={() => ask(text)}
          className="grid h-6 place-items-center rounded-[5px] disabled:opacity-50 max-rail:min-h-11 max-rail:min-w-9"
        >
          <Kbd>↵</Kbd>
          <span className="text-soft rail:hidden">
            <Icon name="right" />
          </span>
        </button>
      </div>
      {shown && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input above holds the focus and the keys
        <div
          id={listId}
          role="listbox"
          tabIndex={-1}
          aria-label="Questions"
          className="floating absolute inset-x-0 top-full z-30 mt-1.5 p-1"
          // The input keeps the focus: blurring it would close the list before the click arrives.
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => {
            const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
            if (option) ask(options[Number(option.dataset.index)] ?? text);
          }}
        >
          {options.map((option, index) => (
            <div
              key={option}
              id={`${listId}-${index}`}
              data-index={index}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={cx(
                "flex min-h-8 cursor-default items-center rounded-[6px] px-2 hover:bg-sunk hover:text-ink max-rail:min-h-11",
                index === chosen ? "bg-sunk text-ink" : "text-soft",
              )}
            >
              <span className="truncate">{option}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
