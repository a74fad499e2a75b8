import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Insight, InsightColumn } from "@/api/types";
import { InsightDigest } from "./insight-digest";

const column = (name: string, label: string, unit: string, role: string) =>
  ({ name, label, unit, role, better: "neutral", help: null }) as InsightColumn;

const part = (mark: string, title: string, columns: InsightColumn[], rows: unknown[][]) => ({
  ...{ key: title, title, mark, columns, rows, total: rows.length },
  ...{ formula: "", note: null, statements: [] },
});

const insight = {
  name: "products",
  title: "Products",
  currency: "USD",
  window: { start: "2024-01-01", end: "2024-01-31" },
  sentences: ["Two of nine products bring most of it."],
  parts: [
    part(
      "figures",
      "Key figures",
      [
        column("net", "Net sales", "money", "value"),
        column("previous_net", "Net sales, before", "money", "previous"),
      ],
      [[1234.5, 1000]],
    ),
    part(
      "table",
      "All products",
      [column("name", "Product", "text", "name"), column("net", "Net sales", "money", "value")],
      Array.from({ length: 9 }, (_, at) => [`Product ${at}`, at]),
    ),
  ],
} as unknown as Insight;

it("says what the page says, its figures and the first rows, and leads there for the same days", () => {
  render(<InsightDigest insight={insight} />);
  expect(screen.getByText(/Two of nine products/)).toBeVisible();
  expect(screen.getByText("$1,234.50")).toBeVisible();
  expect(screen.queryByText("$1,000.00")).toBeNull();
  expect(screen.getAllByText(/^Product \d/)).toHaveLength(5);
  const href = screen.getByRole("link", { name: "Open the page" }).getAttribute("href");
  expect(href).toMatch(/^\/insights\/products\/?\?range=2024-01-01\.\.2024-01-31$/);
});
