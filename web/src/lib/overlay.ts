"use client";
import { useSyncExternalStore } from "react";

/** Which of the two app-wide overlays is open. Any page may open one without knowing who draws it. */
export type Overlay = "palette" | "help";

let open: Overlay | null = null;
const listeners = new Set<() => void>();

export function showOverlay(overlay: Overlay | null) {
  open = overlay;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOverlay = () =>
  useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
