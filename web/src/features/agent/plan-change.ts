import type { PlanStep } from "@/api/types";

/** Whether arguments refer to what a step gives, however deep. */
function refersTo(value: unknown, id: string): boolean {
  if (Array.isArray(value)) return value.some((one) => refersTo(one, id));
  if (typeof value !== "object" || value === null) return false;
  if ("$ref" in value && value.$ref === id) return true;
  return Object.values(value).some((one) => refersTo(one, id));
}

/** A plan without a step and without those that need what it gives. */
export function withoutStep(steps: readonly PlanStep[], id: string): PlanStep[] {
  const needing = steps.filter(
    (step) => step.id !== id && step.arguments !== undefined && refersTo(step.arguments, id),
  );
  const rest = steps.filter((step) => step.id !== id);
  return needing.reduce<PlanStep[]>((left, step) => withoutStep(left, step.id), rest);
}

/** The arguments that are plain words, which a person can put otherwise. */
export const wordsOf = ({ arguments: given = {} }: PlanStep) =>
  Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string");

export const withWords = (
  steps: readonly PlanStep[],
  id: string,
  name: string,
  words: string,
): PlanStep[] =>
  steps.map((step) =>
    step.id === id ? { ...step, arguments: { ...step.arguments, [name]: words } } : step,
  );
