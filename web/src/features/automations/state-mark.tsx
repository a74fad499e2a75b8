import type { Automation } from "@/api/types";
import { cx } from "@/lib/cx";
import { STATES } from "./words";

/** Whether it runs: a shape for the eye, the word for everybody. */
export function StateMark({ state }: { state: Automation["state"] }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        className={cx(
          "size-2 rounded-full",
          state === "on" && "bg-good",
          state === "paused" && "border-[1.5px] border-faint bg-sunk",
          state === "off" && "border-[1.5px] border-line-strong",
        )}
      />
      {STATES[state]}
    </span>
  );
}
