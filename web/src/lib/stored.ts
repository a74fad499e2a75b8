"use client";
import { useCallback, useSyncExternalStore } from "react";

/** A small preference kept in this browser. Private windows may refuse storage: then it just isn't kept. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const listeners = new Set<() => void>();

export function writeStored(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export function useStored(key: string, fallback: string) {
  const read = () => readStored(key) ?? fallback;
  const value = useSyncExternalStore(subscribe, read, () => fallback);
  const set = useCallback((next: string) => writeStored(key, next), [key]);
  return [value, set] as const;
}
