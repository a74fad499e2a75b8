/** Every page of insights, by the job that it is opened for. */
export const INSIGHT_GROUPS = [
  {
    label: "What changed",
    pages: [{ name: "changes", title: "What changed" }],
  },
  {
    label: "Customers",
    pages: [
      { name: "cohorts", title: "Cohorts" },
      { name: "segments", title: "Segments" },
      { name: "journeys", title: "Journeys" },
      { name: "basket", title: "Bought together" },
    ],
  },
  {
    label: "Products and stock",
    pages: [
      { name: "products", title: "Products" },
      { name: "inventory", title: "Inventory" },
    ],
  },
  {
    label: "Marketing",
    pages: [
      { name: "acquisition", title: "Acquisition" },
      { name: "behavior", title: "Behaviour" },
      { name: "marketing", title: "Ads and attribution" },
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
export const insightHref = (name: string) => `/insights/${name}/`;
export const insightTitle = (name: string) =>
  INSIGHT_PAGES.find((page) => page.name === name)?.title ?? "Insights";
