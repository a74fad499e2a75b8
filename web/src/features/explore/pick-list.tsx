"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/popover";

export interface Pick {
  key: string;
  label: string;
  title?: string;
}

interface PickRowProps {
  pick: Pick;
  checked: boolean;
  locked: boolean;
  onOnly: () => void;
  onToggle: () => void;
}

/** The name takes this one alone; the tick puts it beside others. */
export function PickRow({ pick, checked, locked, onOnly, onToggle }: PickRowProps) {
  return (
    <li className="flex items-center rounded-[6px] hover:bg-sunk">
      <input
        type="checkbox"
        aria-label={`${pick.label} beside the others`}
        checked={checked}
        disabled={locked}
        onChange={onToggle}
        className="mx-2 size-3.5 accent-(--action) max-rail:size-5"
      />
      <button
        type="button"
        title={pick.title ?? pick.label}
        onClick={onOnly}
        className="min-h-8 min-w-0 flex-1 truncate text-left max-rail:min-h-11"
      >
        {pick.label}
      </button>
    </li>
  );
}

interface FindProps {
  label: string;
  typed: string;
  onType: (typed: string) => void;
}

export const Find = ({ label, typed, onType }: FindProps) => (
  <input
    aria-label={label}
    placeholder={label}
    value={typed}
    onChange={(event) => onType(event.target.value)}
    className="h-9 shrink-0 rounded-[6px] bg-sunk px-2.5 outline-none placeholder:text-faint max-rail:h-11 max-rail:text-[16px]"
  />
);

interface ShowPickedProps {
  before: readonly string[];
  chosen: readonly string[];
  /** What is chosen: one of it, several of it. */
  names: readonly [string, string];
  onShow: (chosen: readonly string[]) => void;
}

/** Once other things are ticked than before. */
export function ShowPicked({ before, chosen, names, onShow }: ShowPickedProps) {
  const [one, several] = names;
  if (chosen.length === 0 || chosen.join("\n") === before.join("\n")) return null;
  return (
    <Button look="solid" className="mt-1.5" onClick={() => onShow(chosen)}>
      Show {chosen.length === 1 ? `this ${one}` : `these ${chosen.length} ${several}`}
    </Button>
  );
}

interface PickPopupProps {
  label: string;
  trigger: ReactNode;
  /** Put in anew each time it opens, so that its ticks are those of the question now. */
  children: (close: () => void) => ReactNode;
}

export function PickPopup({ label, trigger, children }: PickPopupProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent
        aria-label={label}
        className="flex max-h-[min(62vh,var(--radix-popover-content-available-height))] w-72 flex-col p-1.5"
      >
        {children(() => setOpen(false))}
      </PopoverContent>
    </Popover>
  );
}

/** The set with this one in it, or without it where it was there. */
export const toggled = (chosen: readonly string[], key: string): readonly string[] =>
  chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key];
