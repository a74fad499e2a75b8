/** Every page of insights, by the job that it is opened for. */
export const INSIGHT_GROUPS = [
  {
    label: "What changed",
    pages: [
      { name: "changes", title: "What changed" },
      { name: "why", title: "Show me why" },
    ],
  },
  {
    label: "Customers",
    pages: [
      { name: "cohorts", title: "Cohorts" },
      { name: "segments", title: "Segments" },
      { name: "journeys", title: "Journeys" },
      { name: "basket", title: "Baskets" },
    ],
  },
  {
    label: "Products and stock",
    pages: [
      { name: "products", title: "Products" },
      { name: "inventory", title: "Stock" },
    ],
  },
  {
    label: "Marketing",
    pages: [
      { name: "acquisition", title: "Acquisition" },
      { name: "behavior", title: "Behaviour" },
      { name: "marketing", title: "Marketing" },
      { name: "email", title: "E-mail and SMS" },
    ],
  },
  {
    label: "Money",
    pages: [
      { name: "sales", title: "Sales" },
      { name: "profit", title: "Profit" },
    ],
  },
] as const;

export const INSIGHT_PAGES = INSIGHT_GROUPS.flatMap(({ pages }) => [...pages]);
export const reportHref = (id: string) => `/reports/?report=${encodeURIComponent(id)}`;
export const insightHref = (name: string) => `/insights/${name}/`;

const KEPT = ["compare", "as_of"];

/** The story of one product or the like (of all where there is none), in the days of the page. */
export function memberHref(
  search: Pick<URLSearchParams, "get">,
  range: string,
  split: string | null,
  member: string | null,
): string {
  const kept = KEPT.flatMap((name) => {
    const value = search.get(name);
    return value ? [[name, value]] : [];
  });
  const asked = new URLSearchParams([["range", range], ...kept]);
  if (split) asked.set("split", split);
  if (member) asked.set("member", member);
  return `${insightHref("products")}?${asked}`;
}

export const insightTitle = (name: string) =>
  INSIGHT_PAGES.find((page) => page.name === name)?.title ?? "Insights";
