"use client";
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "./button";

/** A way back, offered for as long as the line is there. */
interface Act {
  label: string;
  onAct: () => void;
}

interface Toast {
  id: number;
  text: string;
  bad: boolean;
  act?: Act;
}

interface Say {
  /** Shows a short line at the foot of the page and reads it out. */
  say: (text: string, act?: Act) => void;
  /** The same for something that went wrong: it stays until closed. */
  complain: (text: string) => void;
}

const ToastContext = createContext<Say>({ say: () => undefined, complain: () => undefined });
export const useToast = () => use(ToastContext);

const READING_MS = 5000;
const DECIDING_MS = 10_000;

function Line({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  return (
    <div className="floating pointer-events-auto flex max-w-[520px] animate-[rise-in_.16s_ease-out] items-center gap-3 py-2 pr-2 pl-4">
      {toast.bad && <span className="size-1.5 shrink-0 rounded-full bg-bad" />}
      <p className="text-pretty">{toast.text}</p>
      {toast.act && (
        <Button
          look="quiet"
          className="-mr-2 font-medium text-ink"
          onClick={() => {
            toast.act?.onAct();
            onClose();
          }}
        >
          {toast.act.label}
        </Button>
      )}
      <IconButton icon="close" label="Dismiss" onClick={onClose} />
    </div>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((t) => t.id !== id)), []);
  const show = useCallback(
    (text: string, bad: boolean, act?: Act) => {
      next.current += 1;
      const id = next.current;
      setToasts((all) => [...all.slice(-2), { id, text, bad, act }]);
      if (!bad) setTimeout(() => close(id), act ? DECIDING_MS : READING_MS);
    },
    [close],
  );
  const value = useMemo(
    () => ({
      say: (text: string, act?: Act) => show(text, false, act),
      complain: (text: string) => show(text, true),
    }),
    [show],
  );
  return (
    <ToastContext value={value}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 bottom-[84px] z-60 flex flex-col items-center gap-2 rail:bottom-5"
      >
        {toasts.map((toast) => (
          <Line key={toast.id} toast={toast} onClose={() => close(toast.id)} />
        ))}
      </div>
    </ToastContext>
  );
}
