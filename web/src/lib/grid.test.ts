import { describe, expect, it } from "vitest";
import { compact, moved, type Placed, resized } from "./grid";

const at = (id: string, x: number, y: number, w = 6, h = 4): Placed => ({ id, x, y, w, h });
const shape = (items: Placed[]) =>
  Object.fromEntries(items.map(({ id, x, y, w, h }) => [id, [x, y, w, h]]));

function expectSound(items: Placed[]) {
  for (const a of items) {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.x + a.w).toBeLessThanOrEqual(12);
    for (const b of items) {
      if (a.id === b.id) continue;
      const apart = a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h;
      expect(apart, `${a.id} lies on ${b.id}`).toBe(true);
    }
  }
}

describe("the grid of widgets", () => {
  it("closes the gap that something taken away leaves", () => {
    expect(shape(compact([at("a", 0, 0), at("b", 0, 9)]))).toEqual({
      a: [0, 0, 6, 4],
      b: [0, 4, 6, 4],
    });
  });

  it("lets what was there make way", () => {
    const items = [at("a", 0, 0), at("b", 6, 0)];
    expect(shape(moved(items, "a", 6, 0))).toEqual({ a: [6, 0, 6, 4], b: [6, 4, 6, 4] });
  });

  it("moves up and down past a neighbour", () => {
    const items = [at("a", 0, 0), at("b", 0, 4, 6, 2)];
    expect(shape(moved(items, "b", 0, -1))).toEqual({ b: [0, 0, 6, 2], a: [0, 2, 6, 4] });
    expect(shape(moved(items, "a", 0, 1))).toEqual({ b: [0, 0, 6, 2], a: [0, 2, 6, 4] });
    expect(shape(moved(items, "a", 0, -1))).toEqual(shape(items));
  });

  it("has walls", () => {
    expect(shape(moved([at("a", 0, 0)], "a", -1, 0))).toEqual({ a: [0, 0, 6, 4] });
    expect(shape(moved([at("a", 6, 0)], "a", 1, 0))).toEqual({ a: [6, 0, 6, 4] });
    expect(shape(resized([at("a", 6, 0)], "a", 1, 0))).toEqual({ a: [6, 0, 6, 4] });
    expect(shape(resized([at("a", 0, 0, 2, 2)], "a", -1, -1))).toEqual({ a: [0, 0, 2, 2] });
  });

  it("never lays one thing on another, whatever is done", () => {
    let items = [at("a", 0, 0), at("b", 6, 0), at("c", 0, 4, 4, 3), at("d", 4, 4, 8, 6)];
    let seed = 7;
    const next = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    for (let step = 0; step < 400; step += 1) {
      const id = "abcd".charAt(next(4));
      const by = next(2) ? 1 : -1;
      const along = next(2) === 0;
      const act = next(2) ? moved : resized;
      items = act(items, id, along ? by : 0, along ? 0 : by);
      expectSound(items);
      expect(items).toHaveLength(4);
    }
  });
});
