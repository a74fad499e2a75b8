"use client";
import { useSyncExternalStore } from "react";
import { useStored, writeStored } from "./stored";

/** The agent's dock beside every page. Any page may open it without knowing who draws it. */
const KEY = "ma.dock";

/** Something of the store that a message may be about: by its id, or by the question that asks for it. */
export interface Attachable {
  kind: "metric" | "table" | "tile" | "report" | "part" | "image" | "csv" | "pdf" | "text";
  name: string;
  id: string | null;
  data: Record<string, unknown>;
}

/** Somebody wants to write to the agent: where the cursor goes, with what they typed or took elsewhere. */
export interface DockRequest {
  text: string;
  attached: Attachable | null;
}

let request: DockRequest | null = null;
let opener: Element | null = null;
const listeners = new Set<() => void>();

const tellAll = () => {
  for (const listener of listeners) listener();
};

export function openDock(text = "", attached: Attachable | null = null) {
  opener = document.activeElement;
  request = { text, attached };
  writeStored(KEY, "open");
  tellAll();
}

const MOST_NAME = 200;

/** Puts something with the next message to the agent. */
export const attachToDock = (attached: Attachable) =>
  openDock("", { ...attached, name: attached.name.slice(0, MOST_NAME) });

/** Whoever takes a request takes it once: a composer that comes after it begins with nothing. */
export function takeRequest() {
  request = null;
  tellAll();
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
