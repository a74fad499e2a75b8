"use client";
import type { Answer } from "@/api/types";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";
import { type Chip, chipsOf } from "./chips-of";

const load = () => import("./chip-menu").then((module) => module.ChipMenu);

const CHIP =
  "inline-flex min-h-[26px] max-w-full items-center gap-1.5 rounded-[6px] bg-sunk px-2 text-left text-12 max-rail:min-h-9";

const OPENS = ["by", "when", "against"] as const;
export type Opens = (typeof OPENS)[number];
const opens = (kind: string): kind is Opens => OPENS.includes(kind as Opens);

function Face({ chip }: { chip: Chip }) {
  return (
    <>
      <em className="shrink-0 text-faint not-italic">{chip.kind}</em>
      <span
        className={cx(
          "min-w-0 text-pretty",
          chip.assumed && "underline decoration-line-strong decoration-dotted underline-offset-3",
        )}
      >
        {chip.text}
        {chip.assumed && <span className="sr-only"> (not said, so assumed)</span>}
      </span>
    </>
  );
}

interface ChipsProps {
  answer: Answer;
  onChange: (followUp: string) => void;
}

/** How the question was read. Those with an arrow change it; dotted ones were not said. */
export function Chips({ answer, onChange }: ChipsProps) {
  const chips = chipsOf(answer);
  const missing = OPENS.filter((kind) => !chips.some((chip) => chip.kind === kind));
  const menu = (kind: Opens, trigger: Parameters<typeof LazyPopup>[0]["trigger"]) => (
    <LazyPopup
      key={kind}
      load={load}
      popup="menu"
      trigger={trigger}
      props={{ kind, metric: answer.semantic_query?.metrics[0] ?? "", onChange }}
    />
  );
  return (
    <fieldset className="flex flex-wrap gap-1.5" aria-label="How this was read">
      {chips.map((chip) => {
        const { kind } = chip;
        if (!opens(kind)) {
          return (
            <span key={kind + chip.text} className={CHIP}>
              <Face chip={chip} />
            </span>
          );
        }
        return menu(
          kind,
          <button type="button" className={cx(CHIP, "hover:bg-line")}>
            <Face chip={chip} />
            <span className="shrink-0 text-faint">
              <Icon name="down" size={12} />
            </span>
          </button>,
        );
      })}
      {missing.map((kind) =>
        menu(
          kind,
          <button
            type="button"
            className={cx(
              CHIP,
              "border border-dashed border-line-strong bg-transparent text-soft hover:text-ink",
            )}
          >
            {kind === "by" ? "split by" : kind === "against" ? "compare" : "when"}
            <Icon name="down" size={12} />
          </button>,
        ),
      )}
    </fieldset>
  );
}
