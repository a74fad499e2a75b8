"use client";
import { createParser, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { createContext, use, useMemo } from "react";
import { COMPARES, type CompareKey, DEFAULT_COMPARE, DEFAULT_RANGE, isRange } from "./ranges";

const parseRange = createParser({
  parse: (value) => (isRange(value) ? value : null),
  serialize: (value: string) => value,
});

/**
 * The days that a page shows while nobody chose others. They are not written into the address: that
 * would undo a link which was pressed a moment before.
 */
export const OwnRange = createContext<string>(DEFAULT_RANGE);

const compareKeys = COMPARES.map((compare) => compare.key);
const parseCompare = parseAsStringLiteral(compareKeys).withDefault(DEFAULT_COMPARE);

export function useRangeParam() {
  const own = use(OwnRange);
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

/** What every figure on the page is asked for, as the URL has it. */
export function useWindow(): Window {
  const [range] = useRangeParam();
  const [compare] = useCompareParam();
  const [asOf] = useQueryState("as_of", parseAsString);
  return { range, compare, ...(asOf && { as_of: asOf }) };
}
