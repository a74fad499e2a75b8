"use client";
import {
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from "nuqs";
import { useMemo } from "react";
import type { Step, Trail } from "@/api/queries/ask";
import type { QuestionChange, SavedQuestion } from "@/api/types";
import { CHART_KINDS, type ChartSpec } from "@/charts/prepare/chart-rule";
import { changeStep, followed, stepOf, stepText, wholeChange } from "./steps";

const parsers = {
  q: parseAsString.withDefault(""),
  and: parseAsNativeArrayOf(parseAsString),
  view: parseAsStringLiteral(["ask", "sql"]).withDefault("ask"),
  sql: parseAsString.withDefault(""),
};
const drawing = {
  draw: parseAsStringLiteral(CHART_KINDS),
  x: parseAsString,
  y: parseAsNativeArrayOf(parseAsString),
  split: parseAsString,
};
const NOT_DRAWN = { draw: null, x: null, y: null, split: null };

/** What the chart builder opens with. */
const FIRST_PARTS: QuestionChange = {
  metrics: ["total_sales"],
  grain: "day",
  time: "last_30_days",
  compare: "previous_period",
};

/** What is asked, as the address has it: a link, a reload and Back all lead to the same answer. */
export function useExplore() {
  const [state, set] = useQueryStates({ ...parsers, ...drawing }, { history: "push" });
  const [asOf] = useQueryState("as_of", parseAsString);
  const { q, and } = state;
  const trail: Trail = useMemo(
    () => ({ steps: q ? [q, ...and].map(stepOf) : [], ...(asOf && { asOf }) }),
    [q, and, asOf],
  );
  const go = (steps: Step[]) => {
    const [first, ...rest] = steps.map(stepText);
    return set({ q: first ?? null, and: rest, view: null, sql: null, ...NOT_DRAWN });
  };
  return {
    trail,
    view: state.view,
    sql: state.sql,
    ask: (question: string) => go(question.trim() ? [{ words: question.trim() }] : []),
    build: () => go([changeStep(FIRST_PARTS)]),
    followUp: (words: string) => go([...trail.steps, { words: words.trim() }]),
    change: (change: QuestionChange) => go(followed(trail.steps, changeStep(change))),
    backTo: (count: number) => go(trail.steps.slice(0, count + 1)),
    showAsk: () => set({ view: null, sql: null, ...NOT_DRAWN }),
    openSaved: ({ question, sql, chart }: SavedQuestion) =>
      set({
        q: question ? stepText(changeStep(wholeChange(question))) : null,
        and: null,
        view: sql ? "sql" : null,
        sql,
        ...(chart ? { draw: chart.kind, x: chart.x, y: chart.y, split: chart.split } : NOT_DRAWN),
      }),
    runSql: (sql: string) => set({ view: "sql", sql: sql || null, ...NOT_DRAWN }),
  };
}

export type Explore = ReturnType<typeof useExplore>;

/** How the rows are drawn where a person chose it, laid over what the rule says. */
export function useDrawing(rule: ChartSpec) {
  const [state, set] = useQueryStates(drawing, { history: "replace" });
  const { draw, x, y, split } = state;
  const chart = useMemo<ChartSpec>(() => {
    if (!draw) return rule;
    return { kind: draw, x: x ?? rule.x, y: y.length ? y : rule.y, split };
  }, [draw, x, y, split, rule]);
  const redraw = (next: Partial<ChartSpec>) => {
    const { kind, ...rest } = { ...chart, ...next };
    return set({ draw: kind, x: rest.x, y: [...rest.y], split: rest.split });
  };
  return { chart, redraw };
}
