import { cx } from "@/lib/cx";

const DOTS = {
  good: "bg-good",
  bad: "bg-bad",
  waits: "border-[1.5px] border-accent",
  quiet: "bg-line-strong",
} as const;

export function StatusMark({ words, tone }: { words: string; tone: keyof typeof DOTS }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-top">
      <span className={cx("size-1.5 rounded-full", DOTS[tone])} />
      <span className={tone === "bad" ? "text-bad" : undefined}>{words}</span>
    </span>
  );
}
