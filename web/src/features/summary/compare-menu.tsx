"use client";
import { useCompareParam, useRangeParam } from "@/lib/params";
import { COMPARES, type CompareKey, compareLabel } from "@/lib/ranges";
import type { PopupProps } from "@/ui/lazy-popup";
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from "@/ui/menu";

export function CompareMenu({ trigger }: PopupProps) {
  const [range] = useRangeParam();
  const [compare, setCompare] = useCompareParam();
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent className="w-60">
        <MenuRadioGroup value={compare} onValueChange={(key) => setCompare(key as CompareKey)}>
          {COMPARES.map(({ key }) => (
            <MenuRadio key={key} value={key}>
              {compareLabel(key, range)}
            </MenuRadio>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
