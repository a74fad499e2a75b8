"use client";
import { usePins } from "@/api/queries/summary";
import { useMay } from "@/api/session";
import { toggled } from "@/lib/pins";
import { useToast } from "@/ui/toast";

export interface PinActions {
  allowed: boolean;
  isPinned: (key: string) => boolean;
  toggle: (key: string, label: string) => void;
  /** Moves a pinned figure by so many places; the ends are walls. */
  move: (key: string, by: number) => void;
  place: (key: string, index: number) => void;
}

export function movedTo(keys: string[], key: string, index: number): string[] {
  const rest = keys.filter((other) => other !== key);
  return rest.toSpliced(Math.max(0, Math.min(rest.length, index)), 0, key);
}

export function usePinActions(pins: string[]): PinActions {
  const allowed = useMay("approver");
  const { mutate } = usePins();
  const { say, complain } = useToast();
  const save = (keys: string[], done?: string) => {
    if (keys.join() === pins.join()) return;
    mutate(keys, {
      onSuccess: () => done && say(done),
      onError: (error) => complain(`The pins are as they were. ${error.message}`),
    });
  };
  const isPinned = (key: string) => pins.includes(key);
  return {
    allowed,
    isPinned,
    toggle: (key, label) =>
      save(toggled(pins, key), `${label} ${isPinned(key) ? "unpinned" : "pinned"}`),
    move: (key, by) => save(movedTo(pins, key, pins.indexOf(key) + by)),
    place: (key, index) => save(movedTo(pins, key, index)),
  };
}
