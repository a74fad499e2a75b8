import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";

interface OpenerProps {
  isOpen: boolean;
  onToggle: () => void;
  children: ReactNode;
  /** Small print under the name. */
  note: ReactNode;
}

/** The name of a row, which opens what is behind it. */
export function Opener({ isOpen, onToggle, children, note }: OpenerProps) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className="group flex w-full items-start gap-1.5 text-left max-rail:min-h-11"
    >
      <span
        className={cx(
          "mt-[3px] text-faint transition-transform group-hover:text-ink",
          isOpen && "rotate-90",
        )}
      >
        <Icon name="right" size={13} />
      </span>
      <span className="min-w-0 wrap-anywhere">
        {children}
        <span className="block text-12 text-faint">{note}</span>
      </span>
    </button>
  );
}
