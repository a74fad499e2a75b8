"use client";
import type { Step } from "@/api/queries/ask";

interface TrailProps {
  steps: Step[];
  onBack: (followUps: number) => void;
}

/** The question and what was changed about it since; each step leads back to its own answer. */
export function Steps({ steps, onBack }: TrailProps) {
  return (
    <ol
      aria-label="Question"
      className="mb-1.5 flex flex-wrap items-center gap-x-2 text-pretty text-soft"
    >
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be asked twice in a row
        <li key={index} className="flex min-w-0 items-center gap-2">
          {index > 0 && (
            <span aria-hidden="true" className="text-faint">
              ›
            </span>
          )}
          {index < steps.length - 1 ? (
            <button
              type="button"
              onClick={() => onBack(index)}
              className="text-left text-faint hover:text-ink hover:underline hover:underline-offset-2 max-rail:min-h-11"
            >
              {step.words}
            </button>
          ) : (
            <span aria-current="step">{step.words}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
