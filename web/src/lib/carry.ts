import type { DragEvent } from "react";
import type { Attachable } from "./dock";

/** Something of the store on its way to the agent. It never leaves this page, so none comes in either. */
const TYPE = "application/x-marketing-agent";

let carried: Attachable | null = null;

/** For what begins to be dragged: let go over the agent, it goes with the next message. */
export function carry(event: DragEvent, what: Attachable) {
  carried = what;
  event.dataTransfer.effectAllowed = "copyMove";
  event.dataTransfer.setData(TYPE, what.name);
}

export const isCarried = ({ dataTransfer }: DragEvent) =>
  carried !== null && dataTransfer.types.includes(TYPE);

/** What was carried; from then on nothing is. */
export function letGo(): Attachable | null {
  const found = carried;
  carried = null;
  return found;
}
