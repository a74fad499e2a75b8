import type { SavedAnswer } from "@/api/types";
import type { AnswerData } from "@/charts/prepare/answer";

/** The rows of something saved, ready to draw. */
export const dataOfSaved = (answer: SavedAnswer): AnswerData => ({
  columns: answer.columns,
  rows: answer.rows,
  currency: answer.currency,
  grain: answer.semantic_query?.grain ?? null,
  window: answer.window ?? null,
  previous: answer.previous ?? null,
  truncated: answer.truncated,
});
