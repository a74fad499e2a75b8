"use client";
import { useRouter } from "next/navigation";
import { useCurrent } from "@/api/session";
import { Icon } from "@/ui/icon";
import type { PopupProps } from "@/ui/lazy-popup";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuLine,
  MenuRadio,
  MenuRadioGroup,
  MenuTrigger,
} from "@/ui/menu";

export function WorkspaceMenu({ trigger }: PopupProps) {
  const { session, workspace, switchTo } = useCurrent();
  const router = useRouter();
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent className="w-64">
        <MenuLabel>Stores</MenuLabel>
        <MenuRadioGroup value={workspace.id} onValueChange={switchTo}>
          {session.workspaces.map((store) => (
            <MenuRadio key={store.id} value={store.id}>
              <span className="truncate">{store.name}</span>
              <span className="text-11 text-faint">{store.currency}</span>
            </MenuRadio>
          ))}
        </MenuRadioGroup>
        <MenuLine />
        <MenuItem onSelect={() => router.push("/settings/?new=store")}>
          <Icon name="plus" /> Add a store
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
