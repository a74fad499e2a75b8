import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { Icon, type IconName } from "./icon";

const BASE =
  "inline-flex items-center gap-2 whitespace-nowrap rounded-field border text-13 transition-colors duration-100 disabled:cursor-default disabled:opacity-50 max-rail:min-h-11";

const LOOKS = {
  /** The one act the page is for. */
  solid:
    "h-8 justify-center border-action bg-action px-3.5 font-medium text-action-ink hover:opacity-90",
  outline: "h-8 justify-center border-line-strong bg-surface px-3.5 font-medium hover:border-faint",
  /** A setting that shows its value: a date range, a filter. */
  chip: "h-[30px] border-line bg-surface px-2.5 hover:border-line-strong data-[state=open]:border-line-strong",
  quiet: "h-[30px] border-transparent px-2 text-soft hover:bg-sunk hover:text-ink",
  danger: "h-8 justify-center border-bad bg-bad px-3.5 font-medium text-surface hover:opacity-90",
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: ButtonLook = "outline", more?: string) =>
  cx(BASE, LOOKS[look], more);

interface ButtonProps extends ComponentProps<"button"> {
  look?: ButtonLook;
}

export function Button({ look = "outline", className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: IconName;
  label: string;
}

export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        "grid size-7 shrink-0 place-items-center rounded-[6px] text-faint transition-colors hover:bg-sunk hover:text-ink disabled:opacity-40 max-rail:size-11",
        className,
      )}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
