import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";
import { Icon } from "./icon";

export const CONTROL =
  "h-9 w-full rounded-field border border-line-strong bg-surface px-3 text-13 text-ink placeholder:text-faint hover:border-faint aria-[invalid=true]:border-bad max-rail:h-11 max-rail:text-[16px]";

/** A native list of choices with the product's own arrow, its words in line with those of a text field. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block">
      <select className={cx("appearance-none pr-8!", className)} {...rest} />
      <span className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center text-faint">
        <Icon name="down" size={13} />
      </span>
    </span>
  );
}

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
}

interface FieldIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

function Frame({
  label,
  hint,
  error,
  children,
}: FrameProps & { children: (ids: FieldIds) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-12 font-medium text-soft">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={cx("mt-1 text-12", error ? "text-bad" : "text-faint")}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, ...rest }: FrameProps & ComponentProps<"input">) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(ids) => <input className={CONTROL} {...ids} {...rest} />}
    </Frame>
  );
}

export function SelectField({
  label,
  hint,
  error,
  ...rest
}: FrameProps & ComponentProps<"select">) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(ids) => <Select className={CONTROL} {...ids} {...rest} />}
    </Frame>
  );
}
