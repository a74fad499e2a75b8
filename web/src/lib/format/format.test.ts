import { describe, expect, it } from "vitest";
import {
  addDays,
  describeChange,
  formatBytes,
  formatCount,
  formatDataUntil,
  formatDayRange,
  formatMoment,
  formatMoney,
  formatPercent,
  formatSeconds,
  formatValue,
  grown,
  plural,
} from ".";

describe("figures", () => {
  it("drops cents from a thousand up on a tile, never in the drawer", () => {
    expect(formatMoney(184220.14, "USD", "tile")).toBe("$184,220");
    expect(formatMoney(63.22, "USD", "tile")).toBe("$63.22");
    expect(formatMoney(184220.14, "USD")).toBe("$184,220.14");
  });
  it("follows the digits of the currency", () => {
    expect(formatMoney(1200, "JPY")).toBe("¥1,200");
    expect(formatMoney(12.5, "EUR")).toBe("€12.50");
    expect(formatMoney(12.345, "KWD")).toMatch(/12\.345/);
  });
  it("writes a true minus sign", () => {
    expect(formatMoney(-18903.11, "USD")).toBe("−$18,903.11");
    expect(formatCount(-4)).toBe("−4");
  });
  it("shortens axes", () => {
    expect(formatMoney(12000, "USD", "axis")).toBe("$12K");
    expect(formatMoney(80, "USD", "axis")).toBe("$80");
    expect(formatMoney(0.5, "USD", "axis")).toBe("$0.5");
    expect(formatCount(1500, "axis")).toBe("1.5K");
    expect(formatPercent(0.02, "axis")).toBe("2%");
  });
  it("keeps two decimals where small rates move", () => {
    expect(formatPercent(0.0241, "tile")).toBe("2.41%");
    expect(formatPercent(0.386, "tile")).toBe("38.6%");
  });
  it("shows a dash for nothing, and zero for zero", () => {
    expect(formatValue(null, "money", "USD")).toBe("–");
    expect(formatValue(Number.NaN, "ratio", null)).toBe("–");
    expect(formatValue(0, "count", null)).toBe("0");
    expect(formatValue(3.84, "ratio", null)).toBe("3.84");
  });
  it("counts in words", () => {
    expect(plural(1, "file")).toBe("1 file");
    expect(plural(1200, "row")).toBe("1,200 rows");
    expect(formatBytes(0)).toBe("0 B");
    expect(formatBytes(1536)).toBe("2 KB");
    expect(formatBytes(5.5 * 1024 ** 2)).toBe("5.5 MB");
  });
});

describe("change", () => {
  const base = { isNew: false, unit: "money", better: "up" } as const;
  it("is coloured by goodness, not by sign", () => {
    expect(describeChange({ ...base, change: 0.124 })).toMatchObject({
      direction: "up",
      goodness: "good",
      text: "12.4%",
    });
    expect(describeChange({ ...base, better: "down", change: 0.21 })).toMatchObject({
      direction: "up",
      goodness: "bad",
      text: "21.0%",
    });
    expect(describeChange({ ...base, better: "neutral", change: -0.1 })?.goodness).toBe("flat");
  });
  it("speaks of points where the figure is itself a percentage", () => {
    expect(describeChange({ ...base, unit: "percent", change: -0.0012 })).toMatchObject({
      text: "0.12 pt",
      spoken: "down 0.12 points, worse",
    });
  });
  it("says new instead of an infinite percentage", () => {
    expect(describeChange({ ...base, change: null, isNew: true })?.text).toBe("New");
    expect(describeChange({ ...base, change: null })).toBeNull();
  });
  it("does not dress up nothing", () => {
    expect(describeChange({ ...base, change: 0.0001 })?.text).toBe("no change");
    expect(describeChange({ ...base, change: 24 })?.text).toBe("25×");
    expect(describeChange({ ...base, change: 1.5 })?.text).toBe("150%");
    expect(describeChange({ ...base, change: 0.03 })?.text).toBe("3.0%");
    expect(describeChange({ ...base, change: 0.0847475 })?.text).toBe("8.5%");
    expect(describeChange({ ...base, change: -0.0748 })?.text).toBe("7.5%");
    expect(describeChange({ ...base, change: 0.9996 })?.text).toBe("100%");
  });
});

describe("days", () => {
  const now = new Date("2026-11-23T14:00:00Z");
  it("writes a range once, with years only where they matter", () => {
    expect(formatDayRange("2026-10-24", "2026-11-22", "2026")).toBe("24 Oct – 22 Nov");
    expect(formatDayRange("2026-10-01", "2026-10-31", "2026")).toBe("1 – 31 Oct");
    expect(formatDayRange("2024-10-01", "2024-10-31", "2026")).toBe("1 – 31 Oct 2024");
    expect(formatDayRange("2025-12-03", "2026-01-02")).toBe("3 Dec 2025 – 2 Jan 2026");
    expect(formatDayRange("2026-10-01", "2026-10-01")).toBe("1 Oct 2026");
  });
  it("counts days across the end of daylight saving", () => {
    expect(addDays("2026-10-31", 2)).toBe("2026-11-02");
  });
  it("tells moments in the store's zone", () => {
    expect(formatMoment("2026-11-23T14:40:00Z", "America/New_York", now)).toBe("09:40 today");
    expect(formatMoment("2026-11-23T03:00:00Z", "America/New_York", now)).toBe("22:00 yesterday");
    expect(formatMoment("2026-11-01T12:00:00Z", "UTC", now)).toBe("1 Nov, 12:00");
  });
  it("reads a bare day as the end of that day", () => {
    expect(formatDataUntil("2026-11-22", "UTC", now)).toBe("the end of yesterday");
    expect(formatDataUntil("2024-12-31", "UTC", now)).toBe("31 Dec 2024");
  });
  it("writes durations", () => {
    expect(formatSeconds(0.006)).toBe("6 ms");
    expect(formatSeconds(4.24)).toBe("4.2 s");
    expect(formatSeconds(84)).toBe("1 min 24 s");
  });
});

describe("how a figure below nothing grew", () => {
  it("away from nothing, where it is taken away", () => {
    const off = { change: -2.35, cells: [-3839, -1145] };
    expect(grown({ ...off, better: "down" })).toBe(2.35);
    expect(grown({ ...off, better: "neutral" })).toBe(2.35);
  });

  it("towards nothing, where it is better the higher it is, as a loss that shrank", () => {
    const loss = { change: 0.5, cells: [-50, -100] };
    expect(grown({ ...loss, better: "up" })).toBe(0.5);
    expect(grown({ change: null, cells: [-50], better: "down" })).toBeNull();
  });
});
