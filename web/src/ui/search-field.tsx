"use client";
import { useEffect, useState } from "react";
import { Icon } from "./icon";

const PAUSE_MS = 250;
const MOST_LETTERS = 400;

interface SearchFieldProps {
  label: string;
  placeholder: string;
  initial: string;
  onSearch: (q: string) => void;
}

/** Searches once the typing rests. */
export function SearchField({ label, placeholder, initial, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(initial);
  useEffect(() => {
    const said = text.trim();
    if (said === initial) return;
    const timer = setTimeout(() => onSearch(said), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, initial, onSearch]);
  return (
    <search className="relative mb-6 block">
      <span className="absolute top-1/2 left-3 -translate-y-1/2 text-faint">
        <Icon name="search" />
      </span>
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={MOST_LETTERS}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-11 w-full rounded-card border border-line-strong bg-surface pr-3 pl-9 outline-none placeholder:text-faint focus:border-faint max-rail:text-[16px]"
      />
    </search>
  );
}
