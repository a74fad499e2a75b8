import { parseAsString } from "nuqs";

/** The figure whose workings are open, for which days; the glass box reads the same names. */
export const openKpi = { kpi: parseAsString, range: parseAsString, compare: parseAsString };
