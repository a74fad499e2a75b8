"use client";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { IconButton } from "./button";

const PANEL =
  "floating fixed z-50 flex flex-col overflow-hidden outline-none rail:inset-y-3 rail:right-3 rail:animate-[slide-in_.18s_ease-out] rail:rounded-[12px] rail:transition-[width] rail:duration-150 max-rail:inset-x-0 max-rail:bottom-0 max-rail:top-[8vh] max-rail:animate-[rise-in_.2s_ease-out] max-rail:rounded-t-[14px] max-rail:rounded-b-none";

interface PanelProps {
  title: string;
  /** Buttons beside the title. */
  tools?: ReactNode;
  wide?: boolean;
  onClose: () => void;
  /** Where the focus goes once it is closed. */
  onCloseAutoFocus: (event: Event) => void;
  children: ReactNode;
}

/** The panel itself takes the focus, so that its name is read first and no button looks pressed. */
function focusPanel(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
}

/** A panel beside the page: the workings of what was pressed. On a phone it rises from the bottom. */
export function Panel({ title, tools, wide, onClose, onCloseAutoFocus, children }: PanelProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 max-rail:bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusPanel}
          onCloseAutoFocus={onCloseAutoFocus}
          className={cx(PANEL, wide ? "rail:w-[min(880px,calc(100vw-24px))]" : "rail:w-[460px]")}
        >
          <header className="flex items-center gap-1 py-3 pr-3 pl-5">
            <Dialog.Title className="grid min-h-10 min-w-0 flex-1 content-center text-15 font-semibold leading-[1.3]">
              {title}
            </Dialog.Title>
            {tools}
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </header>
          {/* Another title brings other content: under one of more lines it begins lower. */}
          <div key={title} className="min-h-0 flex-1 overflow-auto px-5 pb-6">
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
