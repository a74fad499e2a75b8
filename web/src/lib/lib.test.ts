import { describe, expect, it } from "vitest";
import { toCsv } from "./csv";
import { knownDays } from "./known-days";
import { isHere, safeNext } from "./pages";
import { toggled } from "./pins";
import { compareLabel, customDays, isRange, rangeLabel, spokenCompare } from "./ranges";
import { matches } from "./search";
import { tokenizeSql } from "./sql";
import { sizeOf, sizesOf } from "./taken-away";

describe("ranges", () => {
  it("knows presets and honest pairs of days, nothing else", () => {
    expect(isRange("last_30_days")).toBe(true);
    expect(isRange("2026-01-01..2026-01-31")).toBe(true);
    expect(isRange("2026-02-01..2026-01-31")).toBe(false);
    expect(isRange("yesterday; drop table")).toBe(false);
    expect(customDays("2026-01-01..2026-01-31")).toEqual({
      start: "2026-01-01",
      end: "2026-01-31",
    });
  });
  it("says what is compared with what", () => {
    expect(rangeLabel("2026-01-01..2026-01-31", "2026")).toBe("1 – 31 Jan");
    expect(rangeLabel("2020-01-01..2020-01-31", "2026")).toBe("1 – 31 Jan 2020");
    expect(compareLabel("previous_period", "last_7_days")).toBe("Previous 7 days");
    expect(compareLabel("previous_period", "2026-01-01..2026-01-31")).toBe("Previous 31 days");
    expect(compareLabel("previous_period", "2026-01-05..2026-01-05")).toBe("Day before");
    expect(spokenCompare("none", "last_7_days")).toBeNull();
    expect(spokenCompare("previous_period", "last_30_days")).toBe("the 30 days before");
    expect(spokenCompare("previous_period", "2026-01-05..2026-01-05")).toBe("the day before");
  });
});

describe("days", () => {
  it("are gaps, not zeros, after the last one that a file tells of", () => {
    const days = [
      { date: "2026-11-25", value: 3 },
      { date: "2026-11-26", value: 0 },
    ];
    const values = (until: string | null) => knownDays(days, until).map(({ value }) => value);
    expect(values("2026-11-25")).toEqual([3, null]);
    expect(values("2026-11-26")).toEqual([3, 0]);
    expect(values(null)).toEqual([3, 0]);
  });
});

describe("pins", () => {
  it("are put at the end and taken out where they are", () => {
    expect(toggled(["a", "b"], "c")).toEqual(["a", "b", "c"]);
    expect(toggled(["a", "b", "c"], "b")).toEqual(["a", "c"]);
  });
});

describe("csv", () => {
  it("disarms by the server's own rule: signs behind blanks too, plain numbers never", () => {
    const risky = ["+cmd", " =1+1", "\u00a0@a", "|x", "%x", "\tx", "-5,5x"];
    for (const text of risky) expect(toCsv([[text]])).toContain(`'${text}`);
    for (const text of ["-5.25", "+3", "12%", "a=b"]) expect(toCsv([[text]])).not.toContain("'");
  });
  it("quotes what needs it and disarms formulas", () => {
    expect(toCsv([["a,b", 'say "x"', "=1+1", -5, null]])).toBe(
      '\uFEFF"a,b","say ""x""",\'=1+1,-5,\r\n',
    );
  });
});

describe("after signing in", () => {
  it("only ever goes to a path of this site", () => {
    expect(safeNext("/imports/?import=1")).toBe("/imports/?import=1");
    for (const bad of [
      "//evil.example.com",
      "/\\evil.example.com",
      "https://evil.example.com",
      null,
    ]) {
      expect(safeNext(bad)).toBe("/summary/");
    }
  });
  it("knows which page is open", () => {
    expect(isHere("/settings/", "/settings/members")).toBe(true);
    expect(isHere("/settings/", "/summary/")).toBe(false);
  });
});

describe("what is taken away", () => {
  it("is read by its size, and nothing else is touched", () => {
    expect(sizeOf("discounts", -18.9)).toBe(18.9);
    expect(Object.is(sizeOf("returns", 0), 0)).toBe(true);
    expect(sizeOf("returns", null)).toBeNull();
    expect(sizeOf("net_sales", -5)).toBe(-5);
    expect(sizesOf("returns", [{ date: "2026-10-01", value: -2 }])).toEqual([
      { date: "2026-10-01", value: 2 },
    ]);
  });
});

describe("search", () => {
  it("wants every word somewhere", () => {
    expect(matches("ord val", "Average order value")).toBe(true);
    expect(matches("order roas", "Average order value")).toBe(false);
    expect(matches("", "anything")).toBe(true);
  });
});

describe("sql", () => {
  const sql = "SELECT sum(x) -- all\nFROM orders WHERE name = 'it''s from' AND day >= $start";
  it("loses no character", () => {
    expect(
      tokenizeSql(sql)
        .map((token) => token.text)
        .join(""),
    ).toBe(sql);
  });
  it("tells keywords from text that looks like them", () => {
    const of = (kind: string) =>
      tokenizeSql(sql)
        .filter((t) => t.kind === kind)
        .map((t) => t.text);
    expect(of("keyword")).toEqual(["SELECT", "FROM", "WHERE", "AND"]);
    expect(of("string")).toEqual(["'it''s from'"]);
    expect(of("parameter")).toEqual(["$start"]);
    expect(of("comment")).toEqual(["-- all"]);
  });
});
