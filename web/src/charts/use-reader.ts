import { type KeyboardEvent, type PointerEvent, useState } from "react";

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 7,
  PageDown: (index) => index + 7,
  Home: () => 0,
  End: (_, last) => last,
};

/** Reading a chart point by point: by pointer, or by the keys of a slider. */
export function useReader(last: number, nearest: (px: number) => number) {
  const [index, setIndex] = useState<number | null>(null);
  const leave = () => setIndex(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const from = index ?? last + (event.key === "ArrowLeft" ? 1 : 0);
    setIndex(Math.min(last, Math.max(0, step(from, last))));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) =>
    setIndex(nearest(event.clientX - event.currentTarget.getBoundingClientRect().left));
  const handlers = { onKeyDown, onPointerMove, onPointerLeave: leave, onBlur: leave };
  return { index, handlers };
}
