import { describe, expect, it } from "vitest";
import { filterOver, textsOf } from "./only-popup";

describe("a filter over other values", () => {
  it("is one value or several", () => {
    const filter = { field: "country", op: "=" as const, value: "US" };
    expect(filterOver(filter, ["CA"])).toEqual({ field: "country", op: "=", value: "CA" });
    expect(filterOver(filter, ["CA", "US"])).toEqual({
      field: "country",
      op: "in",
      value: ["CA", "US"],
    });
  });

  it("stays a filter on everything but the values", () => {
    const filter = { field: "country", op: "not_in" as const, value: ["US", "CA"] };
    expect(filterOver(filter, ["CA"])).toMatchObject({ op: "!=", value: "CA" });
    expect(filterOver({ ...filter, op: "!=" }, ["CA", "DE"])).toMatchObject({ op: "not_in" });
  });

  it("holds no text where it compares or asks for nothing", () => {
    expect(textsOf({ value: 10 })).toEqual([]);
    expect(textsOf({})).toEqual([]);
    expect(textsOf({ value: ["a", "b"] })).toEqual(["a", "b"]);
  });
});
