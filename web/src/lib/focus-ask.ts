/** The ask box of the page in sight, if there is one. The shell's ⌘K goes to it before anything else. */
let focus: (() => void) | null = null;

export function onFocusAsk(next: () => void) {
  focus = next;
  return () => {
    if (focus === next) focus = null;
  };
}

/** Whether there was a box to put the cursor into. */
export function focusAsk(): boolean {
  focus?.();
  return focus !== null;
}
