"use client";
import { useSyncExternalStore } from "react";
import { useStored, writeStored } from "./stored";

/** The agent's dock beside every page. Any page may open it without knowing who draws it. */
const KEY = "ma.dock";

/** Somebody wants to write to the agent: where the cursor goes, with what they typed elsewhere. */
export interface DockRequest {
  text: string;
}

let request: DockRequest | null = null;
let opener: Element | null = null;
const listeners = new Set<() => void>();

export function openDock(text = "") {
  opener = document.activeElement;
  request = { text };
  writeStored(KEY, "open");
  for (const listener of listeners) listener();
}

/** Closes it and gives the focus back. What the agent is doing goes on. */
export function closeDock() {
  writeStored(KEY, "closed");
  request = null;
  const back = opener;
  // Once the page is within reach again.
  setTimeout(() => back instanceof HTMLElement && back.isConnected && back.focus());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useDockOpen = () => useStored(KEY, "closed")[0] === "open";

export const useDockRequest = () =>
  useSyncExternalStore(
    subscribe,
    () => request,
    () => null,
  );
