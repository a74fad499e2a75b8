"use client";
import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;

/** What floats belongs to the page's main landmark, so that nothing lies outside of all landmarks. */
const landmark = () => document.getElementById("page");

export function PopoverContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal container={landmark()}>
      <Radix.Content
        sideOffset={6}
        collisionPadding={10}
        align="start"
        className={cx("floating z-30 animate-[pop-in_.12s_ease-out]", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}
