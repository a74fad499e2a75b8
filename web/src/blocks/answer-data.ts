import type { Answer, QueryAnswer } from "@/api/types";
import type { AnswerData } from "@/charts/prepare/answer";
import { type ChartSpec, chartByRule } from "@/charts/prepare/chart-rule";

/** The rows of a question's answer, ready to draw. */
export const dataOfAnswer = (answer: Answer): AnswerData => ({
  columns: answer.columns,
  rows: answer.rows,
  currency: answer.currency,
  grain: answer.semantic_query?.grain ?? null,
  window: answer.window ?? null,
  previous: answer.previous ?? null,
  truncated: answer.truncated,
});

/** The rows of a semantic query's answer, ready to draw. */
export const dataOfQuery = (answer: QueryAnswer): AnswerData => ({
  columns: answer.columns,
  rows: answer.rows,
  currency: answer.currency,
  grain: answer.query.grain ?? null,
  window: answer.window,
  previous: answer.previous,
  truncated: answer.truncated,
});

/** The server's choice where it made one, otherwise the same rule over the rows. */
export const chartOfAnswer = (answer: Answer): ChartSpec =>
  answer.chart ?? chartByRule(dataOfAnswer(answer));
