"use client";
import { createParser, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { useOwnRange } from "./own-range";
import { COMPARES, type CompareKey, DEFAULT_COMPARE, isRange } from "./ranges";

const parseRange = createParser({
  parse: (value) => (isRange(value) ? value : null),
  serialize: (value: string) => value,
});

const compareKeys = COMPARES.map((compare) => compare.key);
const parseCompare = parseAsStringLiteral(compareKeys).withDefault(DEFAULT_COMPARE);

export function useRangeParam() {
  const own = useOwnRange();
  return useQueryState(
    "range",
    useMemo(() => parseRange.withDefault(own), [own]),
  );
}
export const useCompareParam = () => useQueryState("compare", parseCompare);
/** The figure whose workings are open; pushes history, so Back closes the drawer. */
export const useKpiParam = () =>
  useQueryState("kpi", parseAsString.withOptions({ history: "push" }));
export const useImportParam = () => useQueryState("import", parseAsString);

export interface Window {
  range: string;
  compare: CompareKey;
  as_of?: string;
}

/** What every figure on the page or beside it is asked for, as the URL or the page itself has it. */
export function useWindow(): Window {
  const [range] = useRangeParam();
  const [compare] = useCompareParam();
  const [asOf] = useQueryState("as_of", parseAsString);
  return { range, compare, ...(asOf && { as_of: asOf }) };
}
