"use client";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useEffect } from "react";
import type { InsightAsk, InsightInfo } from "@/api/types";
import { useRangeParam, useWindow } from "@/lib/params";

const CHOSEN = {
  split: parseAsString,
  grain: parseAsString,
  show: parseAsString,
  member: parseAsString,
};
const ROWS = 200;

/** What the page is asked for, as the URL has it. Days that nobody chose are the page's own. */
export function useAsk(info: InsightInfo | undefined) {
  const [chosen, choose] = useQueryStates(CHOSEN);
  const [named] = useQueryState("range", parseAsString);
  const [, setRange] = useRangeParam();
  const window = useWindow();
  const own = info?.default_range;
  useEffect(() => {
    if (own && named === null) void setRange(own, { clearOnDefault: false });
  }, [own, named, setRange]);
  const known = Object.entries(chosen).filter(([, value]) => value !== null);
  const ask: InsightAsk = { ...window, ...Object.fromEntries(known), limit: ROWS };
  const ready = info !== undefined && named !== null;
  return { ask, choose, ready };
}
