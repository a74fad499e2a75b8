import { describe, expect, it } from "vitest";
import type { ImportFile } from "@/api/types";
import { inOrder, rootOf, tallyOf, titleOf } from "./describe";

const file = (name: string, more: Partial<ImportFile> = {}): ImportFile => ({
  id: name,
  name,
  kind: null,
  kind_label: null,
  rows_in: 0,
  loaded: 0,
  rejected: 0,
  duplicates: 0,
  status: "loaded",
  reason: null,
  encoding: null,
  delimiter: null,
  size: 0,
  sha256: null,
  headers: [],
  ...more,
});

const titled = (...names: string[]) => titleOf({ files: names.map((name) => file(name)) });

describe("an import", () => {
  it("is called after its file or its folders", () => {
    expect(titled("sales/orders_export_1.csv")).toBe("orders_export_1.csv");
    expect(titled("sales/a.csv", "sales/b.csv")).toBe("sales");
    expect(titled("sales/a.csv", "behavior/b.csv", "truth.json")).toBe("sales and behavior");
    expect(titled("a/1.csv", "b/1.csv", "c/1.csv", "d/1.csv", "e/1.csv")).toBe(
      "a, b, c and 2 more",
    );
    expect(titled("a.csv", "b.csv")).toBe("2 files");
    expect(titled()).toBe("Import");
  });
  it("knows the folder that all its files lie in", () => {
    const root = (...names: string[]) => rootOf(names.map((name) => file(name)));
    expect(root("Store/sales/a.csv", "Store/b.csv")).toBe("Store/");
    expect(root("Store/a.csv", "Stores/b.csv")).toBe("");
    expect(root("a.csv", "Store/b.csv")).toBe("");
    expect(root("Store/a.csv")).toBe("");
    expect(root()).toBe("");
  });
  it("adds its files up", () => {
    const files = [
      file("a", { rows_in: 5, loaded: 3, rejected: 1, duplicates: 1 }),
      file("b", { rows_in: 2, loaded: 2 }),
    ];
    expect(tallyOf(files)).toEqual({ rowsIn: 7, loaded: 5, rejected: 1, duplicates: 1 });
  });
  it("shows first what needs a person", () => {
    const files = [
      file("a", { status: "unchanged" }),
      file("c"),
      file("b"),
      file("z", { status: "refused" }),
    ];
    expect(inOrder(files).map(({ name }) => name)).toEqual(["z", "b", "c", "a"]);
  });
});
