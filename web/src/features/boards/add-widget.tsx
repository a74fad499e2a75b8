"use client";
import { useState } from "react";
import { useWidgetActions } from "@/api/queries/boards";
import type { Widget } from "@/api/types";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/menu";
import { useToast } from "@/ui/toast";

/**
 * Widgets that were taken off Summary, each a click away from being back. News of the board may empty
 * the list for a moment: an open menu stays where it is.
 */
export function AddWidget({ widgets }: { widgets: Widget[] }) {
  const { change } = useWidgetActions();
  const { complain } = useToast();
  const [open, setOpen] = useState(false);
  if (widgets.length === 0 && !open) return null;
  const pin = ({ id }: Widget) =>
    change.mutate({ id, pinned: true }, { onError: (error) => complain(error.message) });
  return (
    <Menu open={open} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button look="quiet">
          <Icon name="plus" /> Add
        </Button>
      </MenuTrigger>
      <MenuContent align="end" className="max-h-80 overflow-auto">
        {widgets.length === 0 && <MenuLabel>Every widget is on Summary</MenuLabel>}
        {widgets.map((widget) => (
          <MenuItem key={widget.id} onSelect={() => pin(widget)}>
            {widget.name}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
