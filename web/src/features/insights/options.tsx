"use client";
import type { InsightOption } from "@/api/types";
import { Button } from "@/ui/button";
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from "@/ui/menu";

interface OptionsProps {
  options: readonly InsightOption[];
  onChoose: (name: InsightOption["name"], value: string) => void;
}

/** What may be chosen on a page: each a menu that shows its value. */
export function Options({ options, onChoose }: OptionsProps) {
  return options.map((option) => {
    const chosen = option.choices.find(({ value }) => value === option.value);
    return (
      <Menu key={option.name}>
        <MenuTrigger asChild>
          <Button look="chip" aria-label={`${option.label}: ${chosen?.label ?? option.value}`}>
            <span className="text-faint">{option.label}</span>
            {chosen?.label ?? option.value}
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuRadioGroup
            value={option.value}
            onValueChange={(value) => onChoose(option.name, value)}
          >
            {option.choices.map(({ value, label }) => (
              <MenuRadio key={value} value={value}>
                {label}
              </MenuRadio>
            ))}
          </MenuRadioGroup>
        </MenuContent>
      </Menu>
    );
  });
}
