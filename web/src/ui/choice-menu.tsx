"use client";
import type { PopupProps } from "./lazy-popup";
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from "./menu";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

interface ChoiceMenuProps extends PopupProps {
  value: string;
  choices: readonly Choice<string>[];
  onChoose: (value: string) => void;
}

/** One of several, the chosen one marked. */
export function ChoiceMenu({ trigger, value, choices, onChoose }: ChoiceMenuProps) {
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent>
        <MenuRadioGroup value={value} onValueChange={onChoose}>
          {choices.map((choice) => (
            <MenuRadio key={choice.value} value={choice.value}>
              {choice.label}
            </MenuRadio>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
