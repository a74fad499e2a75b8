"use client";
import { useEffect, useRef } from "react";

const SEQUENCE_MS = 1200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isDialogOpen = () => document.querySelector('[role="dialog"],[role="alertdialog"]') !== null;

const isApple = () => typeof navigator !== "undefined" && /Mac|iP/.test(navigator.platform);

/** What is written on this machine's command key. */
export const modName = () => (isApple() ? "⌘" : "Ctrl");

/** A shortcut with it: "⌘K", elsewhere "Ctrl K". */
export const modKey = (key: string) => (isApple() ? `⌘${key}` : `Ctrl ${key}`);

export interface Shortcuts {
  /** Keyed by what is pressed: "?", "mod+k", or two keys in a row like "g s". */
  [keys: string]: () => void;
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.metaKey || event.ctrlKey;
  return mod ? `mod+${event.key.toLowerCase()}` : event.key;
}

/** App-wide shortcuts. They rest while somebody types or a dialog is open; ⌘ ones always work. */
export function useShortcuts(shortcuts: Shortcuts) {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    let first = "";
    let since = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const always = name.startsWith("mod+");
      if (event.altKey || (!always && (isTyping(event.target) || isDialogOpen()))) return;
      const pair = Date.now() - since < SEQUENCE_MS ? `${first} ${name}` : "";
      const act = current.current[pair] ?? current.current[name];
      first = name;
      since = Date.now();
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
