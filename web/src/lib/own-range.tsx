"use client";
import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from "react";
import { DEFAULT_RANGE } from "./ranges";

/** The own days of the page in sight, for what stands beside it: the dock, the command menu. */
let inSight: string | null = null;
const listeners = new Set<() => void>();

function tell(range: string | null) {
  inSight = range;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const Own = createContext<string | null>(null);

/**
 * The days that a page shows while nobody chose others. They are not written into the address: that
 * would undo a link which was pressed a moment before.
 */
export function OwnRange({ value, children }: { value: string; children: ReactNode }) {
  useEffect(() => {
    tell(value);
    return () => tell(null);
  }, [value]);
  return <Own value={value}>{children}</Own>;
}

/** The own days of the page in sight; null where it has none. */
export const useRangeInSight = () =>
  useSyncExternalStore(
    subscribe,
    () => inSight,
    () => null,
  );

/** The days while nobody chose others, of the page this is drawn in or beside. */
export function useOwnRange(): string {
  const [own, beside] = [use(Own), useRangeInSight()];
  return own ?? beside ?? DEFAULT_RANGE;
}
