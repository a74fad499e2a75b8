import { expect, test } from "vitest";
import { defaultText, lifetimeText } from "./lifetime-text";

test.each([
  [0, "Never ends"],
  [3600, "1 hour"],
  [86_400, "1 day"],
  [30 * 86_400, "30 days"],
  [5400, "90 minutes"],
  [61, "61 seconds"],
])("%d seconds in words", (seconds, words) => {
  expect(lifetimeText(seconds)).toBe(words);
});

test("the default says what it is", () => {
  expect(defaultText(0)).toBe("Default: never ends");
});
