"use client";
import type { Answer, Question, QuestionChange } from "@/api/types";
import type { PopupProps } from "@/ui/lazy-popup";
import { AgainstMenu, AsMenu, ByMenu, TopMenu } from "./chip-menus";
import type { ChipKind } from "./chips-of";
import { MetricPopup } from "./metric-popup";
import { OnlyPopup } from "./only-popup";
import { WhenPopup } from "./when-popup";

export interface ChipMenuProps extends PopupProps {
  kind: ChipKind;
  question: Question;
  window: Answer["window"];
  place?: number;
  onChange: (change: QuestionChange) => void;
}

const MENUS = {
  metric: MetricPopup,
  by: ByMenu,
  when: WhenPopup,
  against: AgainstMenu,
  only: OnlyPopup,
  top: TopMenu,
  as: AsMenu,
} as const;

/** What a part of the question can be changed to. */
export function ChipMenu(props: ChipMenuProps) {
  const Chosen = MENUS[props.kind];
  return <Chosen {...props} />;
}
