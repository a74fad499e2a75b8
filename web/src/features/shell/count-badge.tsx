import { cx } from "@/lib/cx";

interface CountBadgeProps {
  count: number;
  more?: boolean;
  /** What is counted, for those who hear it: "waiting". */
  word: string;
  className?: string;
}

/** How many wait for somebody; nothing where none does. */
export function CountBadge({ count, more = false, word, className }: CountBadgeProps) {
  if (count === 0) return null;
  return (
    <span
      className={cx(
        "grid h-[18px] min-w-[18px] place-items-center rounded-full bg-accent-wash px-1.5 text-11 text-ink shadow-[inset_0_0_0_1px_var(--accent)]",
        className,
      )}
    >
      {count}
      {more && "+"}
      <span className="sr-only"> {word}</span>
    </span>
  );
}
