import { type KeyboardEvent, useDeferredValue, useState } from "react";
import { useAskHistory, useSuggestions } from "@/api/queries/ask";
import { matches } from "@/lib/search";

const MOST_OPTIONS = 8;

/** Each question once, whatever its case; not the one that is typed already. */
export function uniqueOptions(typed: string, ...lists: (readonly string[])[]): string[] {
  const key = (text: string) => text.toLowerCase().trim();
  const seen = new Set([key(typed)]);
  return lists
    .flat()
    .filter((text) => !seen.has(key(text)) && seen.add(key(text)))
    .slice(0, MOST_OPTIONS);
}

/** Before anything is typed: what was asked last and what others begin with. */
function useQuestions(typed: string): string[] {
  const settled = useDeferredValue(typed.trim());
  const { data: history } = useAskHistory();
  const { data: found } = useSuggestions(settled);
  // Those of the letters before stay until the next are there, as far as they still fit.
  const fitting = found?.items.filter((text) => matches(typed.trim(), text)) ?? [];
  if (settled.length > 1) return uniqueOptions(typed, fitting);
  const answered = history?.items.filter(({ entry_id }) => entry_id !== null) ?? [];
  const asked = answered.map(({ prompt }) => prompt).slice(0, 4);
  return uniqueOptions(typed, asked, history?.suggestions ?? []);
}

/** The list under the box: open while typing, walked by the arrow keys, left by Escape. */
export function useAskOptions(text: string, onAsk: (question: string) => void) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const options = useQuestions(text);
  const shown = isOpen && options.length > 0;
  const show = (next: boolean) => {
    setOpen(next);
    setChosen(-1);
  };
  const move = (step: number) => {
    setOpen(true);
    const count = options.length + 1;
    setChosen((at) => ((at + 1 + step + count) % count) - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && shown) show(false);
    else if (event.key === "Enter") onAsk((shown && options[chosen]) || text);
    else return;
    event.preventDefault();
  };
  return {
    options,
    shown,
    chosen,
    onKeyDown,
    open: () => show(true),
    close: () => show(false),
  };
}
