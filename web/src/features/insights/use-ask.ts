"use client";
import { parseAsString, useQueryStates } from "nuqs";
import type { InsightAsk } from "@/api/types";
import { useWindow } from "@/lib/params";

const CHOSEN = {
  split: parseAsString,
  grain: parseAsString,
  show: parseAsString,
  member: parseAsString,
};
const ROWS = 200;

/** What the page is asked for, as the URL has it. Days that nobody chose are the page's own. */
export function useAsk() {
  const [chosen, choose] = useQueryStates(CHOSEN);
  const window = useWindow();
  const known = Object.entries(chosen).filter(([, value]) => value !== null);
  const ask: InsightAsk = { ...window, ...Object.fromEntries(known), limit: ROWS };
  return { ask, choose };
}
