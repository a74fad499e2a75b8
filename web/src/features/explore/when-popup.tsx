"use client";
import { type FormEvent, useState } from "react";
import { cx } from "@/lib/cx";
import { customRange } from "@/lib/ranges";
import { Button } from "@/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/popover";
import type { ChipMenuProps } from "./chip-menu";

const TIMES = [
  ["yesterday", "Yesterday"],
  ["last_7_days", "Last 7 days"],
  ["last_30_days", "Last 30 days"],
  ["last_90_days", "Last 90 days"],
  ["last_12_months", "Last 12 months"],
  ["this_month", "This month"],
  ["last_month", "Last month"],
  ["this_year", "This year"],
  ["last_year", "Last year"],
] as const;

const FIELD =
  "h-8 w-full rounded-field border border-line-strong bg-surface px-2 max-rail:h-11 max-rail:text-[16px]";

interface OtherDaysProps {
  window: ChipMenuProps["window"];
  onPick: (time: string) => void;
}

/** Two days of the store, both included. */
function OtherDays({ window, onPick }: OtherDaysProps) {
  const [start, setStart] = useState(window?.start ?? "");
  const [end, setEnd] = useState(window?.end ?? "");
  const wrong = !start || !end || start > end;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) onPick(customRange({ start, end }));
  };
  return (
    <form onSubmit={submit} className="mt-1.5 grid gap-2 border-t border-line p-2 pt-2.5">
      <label className="grid gap-1 text-12 text-soft">
        From
        <input
          type="date"
          value={start}
          onChange={(event) => setStart(event.target.value)}
          className={FIELD}
        />
      </label>
      <label className="grid gap-1 text-12 text-soft">
        To
        <input
          type="date"
          value={end}
          onChange={(event) => setEnd(event.target.value)}
          className={FIELD}
        />
      </label>
      <Button type="submit" disabled={wrong}>
        Show these days
      </Button>
    </form>
  );
}

export function WhenPopup({ trigger, question, window, onChange }: ChipMenuProps) {
  const [open, setOpen] = useState(true);
  const pick = (time: string) => {
    setOpen(false);
    onChange({ time });
  };
  const now = question.time.replace(/^default_/, "");
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent
        aria-label="When"
        className="max-h-(--radix-popover-content-available-height) w-56 overflow-auto p-1.5"
      >
        <ul>
          {TIMES.map(([time, label]) => (
            <li key={time}>
              <button
                type="button"
                aria-pressed={now === time}
                onClick={() => pick(time)}
                className={cx(
                  "h-8 w-full rounded-[6px] px-2 text-left hover:bg-sunk max-rail:h-11",
                  now === time ? "font-medium text-ink" : "text-soft",
                )}
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
        <OtherDays window={window} onPick={pick} />
      </PopoverContent>
    </Popover>
  );
}
