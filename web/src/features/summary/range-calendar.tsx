"use client";
import { useState } from "react";
import { type DateRange, DayPicker } from "react-day-picker";
import { formatDayRange } from "@/lib/format";
import type { Days } from "@/lib/ranges";
import { Button } from "@/ui/button";

/** The calendar works with local midnights; only their year, month and day mean anything. */
const toDate = (day: string) => new Date(`${day}T00:00:00`);
const pad = (part: number) => String(part).padStart(2, "0");
const toDay = (date: Date) =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

const DAY = "size-9 p-0 text-center max-rail:size-11";

const CLASSES = {
  months: "relative",
  nav: "absolute inset-x-0 top-0 flex justify-between",
  button_previous:
    "grid size-8 place-items-center max-rail:size-11 rounded-[6px] text-soft hover:bg-sunk aria-disabled:opacity-35",
  button_next:
    "grid size-8 place-items-center max-rail:size-11 rounded-[6px] text-soft hover:bg-sunk aria-disabled:opacity-35",
  chevron: "size-4 fill-current",
  month_caption: "grid h-8 place-items-center font-medium max-rail:h-11",
  month_grid: "mt-2 border-collapse",
  weekday: "h-7 w-9 text-11 font-normal text-faint",
  day: DAY,
  day_button: "size-full rounded-[6px] hover:outline hover:outline-line-strong",
  disabled: "pointer-events-none text-faint opacity-45",
  outside: "invisible",
  today: "font-semibold",
  range_middle: "bg-sunk",
  range_start: "rounded-l-[6px] bg-sunk [&>button]:bg-action [&>button]:text-action-ink",
  range_end: "rounded-r-[6px] bg-sunk [&>button]:bg-action [&>button]:text-action-ink",
};

interface RangeCalendarProps {
  initial: Days | undefined;
  /** The store's today: no figure is younger. */
  today: string | undefined;
  onChoose: (days: Days) => void;
}

export function RangeCalendar({ initial, today, onChoose }: RangeCalendarProps) {
  const lastDay = toDate(today ?? toDay(new Date()));
  const [range, setRange] = useState<DateRange | undefined>(
    initial && { from: toDate(initial.start), to: toDate(initial.end) },
  );
  const days = range?.from && range.to && { start: toDay(range.from), end: toDay(range.to) };
  return (
    <div className="p-3">
      <DayPicker
        mode="range"
        weekStartsOn={1}
        resetOnSelect
        selected={range}
        onSelect={setRange}
        defaultMonth={range?.to ?? lastDay}
        today={lastDay}
        disabled={{ after: lastDay }}
        endMonth={lastDay}
        classNames={CLASSES}
      />
      <div className="mt-3 flex items-center justify-between gap-3">
        <span className="text-12 text-soft">
          {days ? formatDayRange(days.start, days.end) : "Choose the last day"}
        </span>
        <Button look="solid" disabled={!days} onClick={() => days && onChoose(days)}>
          Show
        </Button>
      </div>
    </div>
  );
}
