"use client";
import { type RefObject, useEffect, useState } from "react";

/** Whether an element has come near the window; once it has, it stays so. */
export function useNear(ref: RefObject<Element | null>, margin = "300px"): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || near) return;
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: margin },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [ref, near, margin]);
  return near;
}
