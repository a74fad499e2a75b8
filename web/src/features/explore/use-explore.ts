"use client";
import { parseAsNativeArrayOf, parseAsString, useQueryStates } from "nuqs";
import type { Trail } from "@/api/queries/ask";

const parsers = {
  q: parseAsString.withDefault(""),
  and: parseAsNativeArrayOf(parseAsString),
  as_of: parseAsString,
};

/** What is asked, as the address has it: a link, a reload and Back all lead to the same answer. */
export function useExplore() {
  const [state, set] = useQueryStates(parsers, { history: "push" });
  const steps = state.q ? [state.q, ...state.and] : [];
  const trail: Trail = { steps, ...(state.as_of && { asOf: state.as_of }) };
  return {
    trail,
    ask: (question: string) => set({ q: question.trim() || null, and: null }),
    followUp: (step: string) => set({ and: [...state.and, step.trim()] }),
    backTo: (count: number) => set({ and: state.and.slice(0, count) }),
  };
}

export type Explore = ReturnType<typeof useExplore>;
