"use client";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useCurrent, useSignOut } from "@/api/session";
import { showOverlay } from "@/lib/overlay";
import { PAGES } from "@/lib/pages";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";
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
import { useToast } from "@/ui/toast";

function useLeave() {
  const router = useRouter();
  const { complain } = useToast();
  const signOut = useSignOut();
  return () =>
    signOut.mutate(undefined, {
      onSuccess: () => router.replace("/login/"),
      onError: (error) => complain(error.message),
    });
}

interface AccountMenuProps extends PopupProps {
  above: boolean;
}

/** Theme, keys, sign out; on a phone also the pages that its tab bar has no room for. */
export function AccountMenu({ trigger, above }: AccountMenuProps) {
  const { user } = useCurrent().session;
  const { theme, setTheme } = useTheme();
  const leave = useLeave();
  const router = useRouter();
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent className="w-60" side={above ? "top" : "bottom"} align={above ? "start" : "end"}>
        <div className="truncate px-2 py-1.5 text-12 text-faint">{user.email}</div>
        <MenuLine />
        <MenuLabel>Appearance</MenuLabel>
        <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          <MenuRadio value="light">Light</MenuRadio>
          <MenuRadio value="dark">Dark</MenuRadio>
          <MenuRadio value="system">Like this device</MenuRadio>
        </MenuRadioGroup>
        <MenuLine />
        {PAGES.filter(({ tab }) => !tab).map(({ href, label, icon }) => (
          <MenuItem key={href} className="rail:hidden" onSelect={() => router.push(href)}>
            <Icon name={icon} /> {label}
          </MenuItem>
        ))}
        <MenuLine className="rail:hidden" />
        <MenuItem onSelect={() => showOverlay("help")}>
          <Icon name="help" /> Keyboard shortcuts
          <span className="ml-auto">
            <Kbd>?</Kbd>
          </span>
        </MenuItem>
        <MenuItem onSelect={leave}>
          <Icon name="exit" /> Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
