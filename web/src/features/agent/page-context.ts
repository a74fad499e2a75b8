import { isHere, PAGES } from "@/lib/pages";
import { DEFAULT_RANGE, rangeLabel } from "@/lib/ranges";

/** What of an address says what a person looks at. */
const SAYS = ["range", "compare", "as_of", "kpi", "q", "and", "view"] as const;

export type PageContext = { route: string } & Partial<Record<(typeof SAYS)[number], string>>;

/** The page in sight as the agent is told it: where, over which days, narrowed to what. `own` are
 * the days of a page that nobody chose others on. */
export function pageContext(
  pathname: string,
  search: string,
  own: string | null = null,
): PageContext {
  const params = new URLSearchParams(search);
  const said = SAYS.flatMap((key) => {
    const value = params.get(key);
    return value ? [[key, value.slice(0, 2000)] as const] : [];
  });
  return { route: pathname, ...(own && { range: own }), ...Object.fromEntries(said) };
}

/** The same for the person: "Summary, last 30 days". */
export function contextWords({ route, range }: PageContext): string {
  const page = PAGES.find(({ href }) => isHere(href, route));
  if (!page) return "this page";
  if (page.href !== "/summary/") return page.label;
  return `${page.label}, ${rangeLabel(range ?? DEFAULT_RANGE).toLowerCase()}`;
}
