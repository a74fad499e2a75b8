import { describe, expect, it } from "vitest";
import { FLOW_HEIGHT, layOut } from "./flow-layout";

const LINKS = [
  { step: 1, from: "hat", to: "none", value: 90 },
  { step: 1, from: "hat", to: "hat", value: 6 },
  { step: 1, from: "hat", to: "towel", value: 4 },
  { step: 2, from: "hat", to: "none", value: 5 },
  { step: 2, from: "hat", to: "hat", value: 1 },
  { step: 2, from: "towel", to: "none", value: 4 },
];

describe("where a way ends", () => {
  const { nodes, ribbons } = layOut(LINKS, FLOW_HEIGHT);
  const column = (step: number) =>
    nodes
      .filter((node) => node.step === step)
      .toSorted((one, other) => one.y - other.y)
      .map(({ name }) => name);

  it("stands last in each step, however many end there", () => {
    expect(column(2)).toEqual(["hat", "towel", "none"]);
    expect(column(3)).toEqual(["hat", "none"]);
    expect(nodes.filter(({ isEnd }) => isEnd).map(({ id }) => id)).toEqual(["2:none", "3:none"]);
  });

  it("is told of the ribbons that lead there, and of no other", () => {
    const ending = ribbons.filter(({ ends }) => ends).map(({ to }) => to);
    expect(ending).toEqual(["none", "none", "none"]);
  });

  it("is nowhere where everybody goes on to the last step", () => {
    const moved = [
      { step: 1, from: "new", to: "loyal", value: 3 },
      { step: 1, from: "loyal", to: "lost", value: 2 },
    ];
    expect(layOut(moved, FLOW_HEIGHT).nodes.some(({ isEnd }) => isEnd)).toBe(false);
  });
});

it("leaves a line of text to the smallest stops", () => {
  const many = Array.from({ length: 10 }, (_, at) => ({
    step: 1,
    from: "all",
    to: `p${at}`,
    value: at ? 1 : 5000,
  }));
  const ys = layOut(many, FLOW_HEIGHT)
    .nodes.filter(({ step }) => step === 2)
    .map(({ y }) => y)
    .toSorted((one, other) => one - other);
  const apart = ys.slice(1).map((y, at) => y - (ys[at] ?? 0));
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(15);
});
