"use client";
import { type ComponentType, cloneElement, type ReactElement, useState } from "react";

type Trigger = ReactElement<{
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
}>;

export interface PopupProps {
  /** The button it hangs from; the popup takes it over once its code is there. */
  trigger: ReactElement;
}

interface LazyPopupProps<Props extends PopupProps> {
  load: () => Promise<ComponentType<Props>>;
  popup: "menu" | "dialog";
  trigger: Trigger;
  /** What the popup needs besides its trigger. */
  props: Omit<Props, "trigger">;
}

/**
 * A button whose menu or dialog is downloaded when it is about to be used. Pages start without the
 * code that floats things; the first press opens at once when the pointer or focus came before it.
 */
export function LazyPopup<Props extends PopupProps>(lazy: LazyPopupProps<Props>) {
  const [Popup, setPopup] = useState<ComponentType<Props> | null>(null);
  if (Popup) return <Popup {...({ ...lazy.props, trigger: lazy.trigger } as Props)} />;
  const preload = () => void lazy.load();
  return cloneElement(lazy.trigger, {
    "aria-haspopup": lazy.popup,
    "aria-expanded": false,
    onClick: () => void lazy.load().then((loaded) => setPopup(() => loaded)),
    onPointerEnter: preload,
    onFocus: preload,
  });
}
