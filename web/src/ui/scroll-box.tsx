import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

interface ScrollBoxProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/**
 * A region that may be wider or longer than its place, so the keyboard must be able to reach it. What
 * is placed inside of it (words for screen readers) is cut off with the rest.
 */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus
      tabIndex={0}
      aria-label={label}
      className={cx("relative", className ?? "overflow-x-auto")}
    >
      {children}
    </section>
  );
}
