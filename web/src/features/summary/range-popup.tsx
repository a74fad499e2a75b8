"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Summary } from "@/api/types";
import { cx } from "@/lib/cx";
import { useRangeParam } from "@/lib/params";
import { customDays, customRange, RANGE_PRESETS } from "@/lib/ranges";
import { Icon } from "@/ui/icon";
import type { PopupProps } from "@/ui/lazy-popup";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/popover";

const RangeCalendar = dynamic(() => import("./range-calendar").then((m) => m.RangeCalendar), {
  ssr: false,
  loading: () => <div className="h-[372px] w-[276px]" />,
});

interface ChoiceProps {
  chosen: boolean;
  children: string;
  onChoose: () => void;
}

function Choice({ chosen, children, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        "flex h-8 w-full items-center gap-3 rounded-[6px] px-2 text-left hover:bg-sunk max-rail:h-11",
        chosen ? "text-ink" : "text-soft",
      )}
    >
      <span className="flex-1">{children}</span>
      {chosen && <Icon name="check" />}
    </button>
  );
}

interface RangePopupProps extends PopupProps {
  summary: Summary | undefined;
}

/** A preset, which the server works out in the store's zone, or two days of your own. */
export function RangePopup({ trigger, summary }: RangePopupProps) {
  const [range, setRange] = useRangeParam();
  const custom = customDays(range);
  const [open, setOpen] = useState(true);
  const [asksDays, setAsksDays] = useState(custom !== null);
  const choose = (next: string) => {
    setRange(next);
    setOpen(false);
  };
  const onOpenChange = (next: boolean) => {
    setOpen(next);
    if (next) setAsksDays(custom !== null);
  };
  return (
    <Popover open={open} onOpenChange={onOpenChange}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent
        className="flex max-rail:max-h-[70vh] max-rail:flex-col max-rail:overflow-auto"
        aria-label="Dates"
      >
        <div className="w-48 p-1 max-rail:grid max-rail:w-full max-rail:min-w-[292px] max-rail:grid-cols-2">
          {RANGE_PRESETS.map(({ key, label }) => (
            <Choice key={key} chosen={range === key} onChoose={() => choose(key)}>
              {label}
            </Choice>
          ))}
          <Choice chosen={custom !== null} onChoose={() => setAsksDays(true)}>
            Custom days
          </Choice>
        </div>
        {asksDays && (
          <div className="border-line max-rail:border-t rail:border-l">
            <RangeCalendar
              initial={custom ?? summary?.range}
              today={summary?.as_of}
              onChoose={(days) => choose(customRange(days))}
            />
          </div>
        )}
      </PopoverContent>
    </Popover>
  );
}
