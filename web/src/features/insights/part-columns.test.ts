import { describe, expect, it } from "vitest";
import type { InsightColumn } from "@/api/types";
import { figureText } from "@/blocks/insight-cell";
import { lengthsOf, shownColumns } from "./part-columns";

const column = (name: string, unit: string, role: string): InsightColumn =>
  ({ name, label: name, unit, role, better: "neutral", help: null }) as InsightColumn;

describe("the columns of a table", () => {
  const compared = (name: string) => [
    column(name, "count", "value"),
    column(`previous_${name}`, "count", "previous"),
    column(`change_${name}`, "percent", "change"),
  ];
  const named = column("channel", "text", "name");

  it("stand beside each other where there are few", () => {
    const few = shownColumns({ columns: [named, ...compared("orders"), ...compared("sales")] });
    expect(few.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("fold what a figure was, and how it moved, under it where there are many", () => {
    const columns = [named, ...["orders", "sales", "sessions"].flatMap(compared)];
    const many = shownColumns({ columns });
    expect(many.map(({ at, previousAt, changeAt }) => [at, previousAt, changeAt])).toEqual([
      [0, null, null],
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
  });

  it("keep a change that is against something else, such as all customers", () => {
    const against = column("against", "percent", "change");
    const columns = [
      named,
      ...compared("a"),
      ...compared("b"),
      column("c", "money", "value"),
      against,
    ];
    expect(shownColumns({ columns }).at(-1)).toMatchObject({ column: against, changeAt: null });
  });

  it("draw the first figure of named rows against the greatest, unless some are below nothing", () => {
    const columns = [named, column("rate", "percent", "value"), column("sales", "money", "value")];
    const counts = [named, column("sales", "money", "value")];
    expect(
      lengthsOf({
        columns: counts,
        rows: [
          ["a", 2],
          ["b", 8],
          ["c", null],
        ],
      }),
    ).toEqual({
      at: 1,
      top: 8,
    });
    expect(
      lengthsOf({
        columns: counts,
        rows: [
          ["a", -2],
          ["b", 8],
        ],
      }),
    ).toBeNull();
    expect(
      lengthsOf({
        columns,
        rows: [
          ["a", 0.1, 2],
          ["b", 0.2, 8],
        ],
      }),
    ).toBeNull();
  });
});

describe("a figure on a tile", () => {
  it("is short, and days are words", () => {
    expect(figureText(65066.05, column("sales", "money", "value"), "USD")).toBe("$65,066");
    expect(figureText(0.29657, column("rate", "percent", "value"), "USD")).toBe("29.7%");
    expect(figureText(39.04, column("days", "days", "value"), "USD")).toBe("39 days");
    expect(figureText(null, column("days", "days", "value"), "USD")).toBe("–");
  });
});
