"use client";
import type { ReactElement } from "react";
import type { Answer, QuestionChange } from "@/api/types";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";
import { type Chip, type ChipKind, chipsOf } from "./chips-of";

const load = () => import("./chip-menu").then((module) => module.ChipMenu);

const CHIP =
  "inline-flex min-h-[26px] max-w-full items-center gap-1.5 rounded-[6px] px-2 text-left text-12 max-rail:min-h-11";
/** What can be added where the question has no such part. */
const ADD: Partial<Record<ChipKind, string>> = {
  by: "split by",
  against: "compare",
  as: "show as",
};
const DIALOGS: ChipKind[] = ["metric", "when", "only"];

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
      <span className="shrink-0 text-faint">
        <Icon name="down" size={12} />
      </span>
    </>
  );
}

interface ChipsProps {
  answer: Answer;
  onChange: (change: QuestionChange) => void;
}

/** How the question was read. Each part can be changed; dotted ones were not said. */
export function Chips({ answer, onChange }: ChipsProps) {
  const { question } = answer;
  if (!question) return null;
  const chips = chipsOf(answer);
  const grouped = question.dimensions.length > 0 || question.grain != null;
  const missing = (Object.keys(ADD) as ChipKind[]).filter(
    (kind) => !chips.some((chip) => chip.kind === kind) && (kind !== "as" || grouped),
  );
  const menu = (
    key: string,
    chip: { kind: ChipKind; place?: number },
    button: ReactElement<object>,
  ) => (
    <LazyPopup
      key={key}
      load={load}
      popup={DIALOGS.includes(chip.kind) ? "dialog" : "menu"}
      trigger={button}
      props={{ ...chip, question, window: answer.window ?? null, onChange }}
    />
  );
  return (
    <fieldset className="flex flex-wrap gap-1.5" aria-label="How this was read">
      {chips.map((chip) =>
        menu(
          `${chip.kind} ${chip.place ?? ""}`,
          chip,
          <button
            type="button"
            className={cx(CHIP, "bg-sunk hover:inset-ring hover:inset-ring-line-strong")}
          >
            <Face chip={chip} />
          </button>,
        ),
      )}
      {missing.map((kind) =>
        menu(
          kind,
          { kind },
          <button
            type="button"
            className={cx(CHIP, "border border-dashed border-line-strong text-soft hover:text-ink")}
          >
            {ADD[kind]}
            <Icon name="down" size={12} />
          </button>,
        ),
      )}
    </fieldset>
  );
}
