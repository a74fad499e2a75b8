"use client";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import type { Alert } from "@/api/types";
import { cx } from "@/lib/cx";

const AlertSource = dynamic(() => import("./alert-source").then((m) => m.AlertSource), {
  ssr: false,
});

interface AlertNumberProps {
  alert: Alert;
  /** The place of its source; null where it is not known. */
  source: number | null;
  children: string;
  className?: string;
}

/** A number of an alert, which opens where it came from. */
export function AlertNumber({ alert, source, children, className }: AlertNumberProps) {
  const [open, setOpen] = useState(false);
  const own = useRef<HTMLButtonElement>(null);
  if (source === null) return children;
  const giveFocusBack = (event: Event) => {
    event.preventDefault();
    own.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={own}
        type="button"
        aria-haspopup="dialog"
        aria-label={`${children}, how it is counted`}
        onClick={() => setOpen(true)}
        className={cx(
          "whitespace-nowrap underline decoration-line-strong decoration-1 underline-offset-[3px] hover:text-ink hover:decoration-ink",
          className,
        )}
      >
        {children}
      </button>
      {open && (
        <AlertSource
          alertId={alert.id}
          place={source}
          number={children}
          onClose={() => setOpen(false)}
          onCloseAutoFocus={giveFocusBack}
        />
      )}
    </>
  );
}

/** What an alert says, each number of it a way to its statement. */
export function AlertBody({ alert }: { alert: Alert }) {
  if (alert.told.length === 0) return alert.body;
  return alert.told.map(({ text, source }, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence, in order
    <AlertNumber key={place} alert={alert} source={source ?? null}>
      {text}
    </AlertNumber>
  ));
}
