"use client";
import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { cx } from "@/lib/cx";
import { IconButton } from "./button";

interface ModalProps {
  title: string;
  /** One sentence under the title, read out with it. */
  description?: ReactNode;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

/** Puts the keyboard inside, and back where it was when the dialog closes. */
function useFocus() {
  const opener = useRef<Element | null>(null);
  return {
    /** The first field, or else the dialog itself: its name is read first and no button looks pressed. */
    onOpenAutoFocus: (event: Event) => {
      const dialog = event.currentTarget as HTMLElement | null;
      event.preventDefault();
      opener.current = document.activeElement;
      (dialog?.querySelector<HTMLElement>("input, select, textarea") ?? dialog)?.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}

/** A dialog in the middle of the page; on a phone it rises from the bottom. */
export function Modal({ title, description, onClose, wide, children }: ModalProps) {
  const focus = useFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-[fade-in_.15s_ease-out] bg-scrim" />
        <Dialog.Content
          {...focus}
          {...(!description && { "aria-describedby": undefined })}
          className={cx(
            "floating fixed z-50 flex outline-none max-h-[82vh] flex-col overflow-hidden",
            "max-rail:inset-x-0 max-rail:bottom-0 max-rail:animate-[rise-in_.18s_ease-out] max-rail:rounded-b-none",
            "rail:top-[12vh] rail:left-1/2 rail:-translate-x-1/2 rail:animate-[fade-in_.15s_ease-out]",
            wide ? "rail:w-[min(920px,94vw)]" : "rail:w-[min(460px,94vw)]",
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-15 font-semibold leading-[1.4]">{title}</Dialog.Title>
              {description && (
                <Dialog.Description className="mt-0.5 text-pretty text-soft">
                  {description}
                </Dialog.Description>
              )}
            </div>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" className="-mr-1.5" />
            </Dialog.Close>
          </header>
          <div className="min-h-0 overflow-auto px-5 pb-5">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
