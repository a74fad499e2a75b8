"use client";
import type { PopupProps } from "@/ui/lazy-popup";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import { SNOOZES } from "./alert-words";

interface SnoozeMenuProps extends PopupProps {
  onSnooze: (days: number) => void;
}

/** For how long an alert is out of sight. */
export function SnoozeMenu({ trigger, onSnooze }: SnoozeMenuProps) {
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent>
        <MenuLabel>Out of sight</MenuLabel>
        {SNOOZES.map(({ days, label }) => (
          <MenuItem key={days} onSelect={() => onSnooze(days)}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
