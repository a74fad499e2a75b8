"use client";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Alert } from "@/api/types";
import { useShortcuts } from "@/lib/keyboard";

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Moves the focus through the titles of a list, and keeps it there when one of them goes. */
export function useListKeys(items: readonly Alert[]) {
  const list = useRef<HTMLUListElement>(null);
  const gone = useRef<number | null>(null);
  const titles = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-title]") ?? [])];
  const here = () =>
    titles().findIndex((title) => title.closest("li")?.contains(document.activeElement));
  const focusAt = (place: number) => {
    const all = titles();
    all[Math.min(Math.max(place, 0), all.length - 1)]?.focus();
  };
  const move = (by: number) => {
    if (!document.querySelector("[role=menu]")) focusAt(here() + by);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const inside = event.target instanceof Node && list.current?.contains(event.target);
    if (!by || !inside || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(by);
  };
  useShortcuts({ j: () => here() < 0 && focusAt(0), k: () => here() < 0 && focusAt(0) });
  // What had the focus went with its alert: the one that took its place has it next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is what this waits for
  useEffect(() => {
    if (gone.current === null) return;
    if (document.activeElement === document.body) focusAt(gone.current);
    gone.current = null;
  }, [items]);
  const onGo = (place: number) => {
    gone.current = place;
  };
  return { list, onKeyDown, onGo };
}
