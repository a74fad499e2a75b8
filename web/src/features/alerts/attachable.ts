import type { Alert } from "@/api/types";
import type { Attachable } from "@/lib/dock";
import { spaced } from "@/lib/phrases";

/** An alert about a figure as what a message may be about: the figure by day, up to now. */
export function attachableOf({ title, facts }: Alert): Attachable | null {
  const { metric } = facts;
  if (typeof metric !== "string") return null;
  const question = `${spaced(metric)} by day last 30 days`;
  return { kind: "metric", name: title, id: metric, data: { question } };
}
