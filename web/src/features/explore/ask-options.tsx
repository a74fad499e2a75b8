"use client";
import { cx } from "@/lib/cx";

interface AskOptionsProps {
  id: string;
  options: readonly string[];
  chosen: number;
  onAsk: (question: string) => void;
}

/** The offered questions under the box. The box keeps the focus and the keys. */
export function AskOptions({ id, options, chosen, onAsk }: AskOptionsProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input above holds the focus and the keys
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label="Questions"
      className="floating absolute inset-x-0 top-full z-30 mt-1.5 p-1"
      // The input keeps the focus: blurring it would close the list before the click arrives.
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => {
        const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
        if (option) onAsk(options[Number(option.dataset.index)] ?? "");
      }}
    >
      {options.map((option, index) => (
        <div
          key={option}
          id={`${id}-${index}`}
          data-index={index}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={cx(
            "flex min-h-8 cursor-default items-center rounded-[6px] px-2 hover:bg-sunk hover:text-ink max-rail:min-h-11",
            index === chosen ? "bg-sunk text-ink" : "text-soft",
          )}
        >
          <span className="truncate">{option}</span>
        </div>
      ))}
    </div>
  );
}
