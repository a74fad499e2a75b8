"use client";
import type { ReactNode, RefObject } from "react";
import type { useReader } from "./use-reader";

interface ReadingFrameProps {
  frame: RefObject<HTMLDivElement | null>;
  label: string;
  reader: ReturnType<typeof useReader>;
  last: number;
  /** What the point that is read says, in words. */
  spoken: string;
  height: number;
  children: ReactNode;
}

/** The box of a chart that is read point by point, by pointer or as a slider by keys. */
export function ReadingFrame({ frame, reader, last, ...rest }: ReadingFrameProps) {
  return (
    <div
      ref={frame}
      role="slider"
      tabIndex={0}
      aria-label={rest.label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={reader.index ?? last}
      aria-valuetext={rest.spoken}
      {...reader.handlers}
      className="touch-pan-y"
    >
      <svg width="100%" height={rest.height} fill="none" strokeLinejoin="round" aria-hidden="true">
        {rest.children}
      </svg>
    </div>
  );
}
