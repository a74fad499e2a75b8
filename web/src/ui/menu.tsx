"use client";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Icon } from "./icon";

const ITEM =
  "flex h-8 cursor-default select-none items-center gap-2.5 rounded-[6px] px-2 text-13 text-soft outline-none data-[highlighted]:bg-sunk data-[highlighted]:text-ink data-[disabled]:opacity-45 max-rail:h-11";

type MenuProps = ComponentProps<typeof DropdownMenu.Root>;

/** Not modal: the page behind stays readable and is not hidden from screen readers. */
export const Menu = (props: MenuProps) => <DropdownMenu.Root modal={false} {...props} />;
export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

/** What floats belongs to the page's main landmark, so that nothing lies outside of all landmarks. */
const landmark = () => document.getElementById("page");

type ContentProps = ComponentProps<typeof DropdownMenu.Content>;

export function MenuContent({ className, ...rest }: ContentProps) {
  return (
    <DropdownMenu.Portal container={landmark()}>
      <DropdownMenu.Content
        sideOffset={6}
        collisionPadding={10}
        align="start"
        className={cx("floating z-30 min-w-48 animate-[pop-in_.12s_ease-out] p-1", className)}
        {...rest}
      />
    </DropdownMenu.Portal>
  );
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={cx(ITEM, className)} {...rest} />;
}

interface RadioProps extends ComponentProps<typeof DropdownMenu.RadioItem> {
  children: ReactNode;
}

export function MenuRadio({ children, className, ...rest }: RadioProps) {
  return (
    <DropdownMenu.RadioItem
      className={cx(ITEM, "data-[state=checked]:text-ink", className)}
      {...rest}
    >
      {children}
      <DropdownMenu.ItemIndicator className="ml-auto pl-3">
        <Icon name="check" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-11 text-faint">
      {children}
    </DropdownMenu.Label>
  );
}

export const MenuLine = ({ className }: { className?: string }) => (
  <DropdownMenu.Separator className={cx("mx-2 my-1 h-px bg-line", className)} />
);
