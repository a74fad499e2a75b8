/** A grid of twelve columns on which things lie without overlapping and fall upwards. */
export const GRID_COLUMNS = 12;
const SMALLEST = 2;
const TALLEST = 24;

export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Placed extends Place {
  id: string;
}

const overlap = (a: Place, b: Place) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const inOrder = (a: Placed, b: Placed) => a.y - b.y || a.x - b.x;

/** Everything falls as far up as it can, from the top; what comes first keeps its place. */
export function compact(items: readonly Placed[]): Placed[] {
  const laid: Placed[] = [];
  for (const item of items.toSorted(inOrder)) {
    let y = 0;
    while (laid.some((other) => overlap(other, { ...item, y }))) y += 1;
    // A hole above something else is not filled from below: order is what people remember.
    const floor = Math.max(0, ...laid.filter((o) => sharesColumn(o, item)).map((o) => o.y + o.h));
    laid.push({ ...item, y: Math.max(y, floor) });
  }
  return laid;
}

const sharesColumn = (a: Place, b: Place) => a.x < b.x + b.w && b.x < a.x + a.w;

const between = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** One thing put elsewhere; what lay there makes way downwards. */
function put(items: readonly Placed[], next: Placed): Placed[] {
  const others = items.filter(({ id }) => id !== next.id);
  const pushed = others.map((other) =>
    overlap(other, next) ? { ...other, y: next.y + next.h } : other,
  );
  return compact([next, ...pushed]);
}

const find = (items: readonly Placed[], id: string) => items.find((item) => item.id === id);

/** Moves a thing by columns, or past its neighbour above or below. */
export function moved(items: readonly Placed[], id: string, dx: number, dy: number): Placed[] {
  const item = find(items, id);
  if (!item) return [...items];
  const x = between(item.x + dx, 0, GRID_COLUMNS - item.w);
  if (dy === 0) return put(items, { ...item, x });
  const near = items.filter((other) => other.id !== id && sharesColumn(other, item));
  const above = near
    .filter((other) => other.y < item.y)
    .toSorted(inOrder)
    .at(-1);
  const below = near.filter((other) => other.y > item.y).toSorted(inOrder)[0];
  if (dy < 0) return above ? put(items, { ...item, x, y: above.y }) : [...items];
  return below ? put(items, { ...below, y: item.y }) : [...items];
}

/** Makes a thing wider, narrower, taller or lower. */
export function resized(items: readonly Placed[], id: string, dw: number, dh: number): Placed[] {
  const item = find(items, id);
  if (!item) return [...items];
  const w = between(item.w + dw, SMALLEST, GRID_COLUMNS - item.x);
  return put(items, { ...item, w, h: between(item.h + dh, SMALLEST, TALLEST) });
}

/** A place in words, for those who hear the page. */
export const placeText = ({ x, y, w, h }: Place) =>
  `column ${x + 1}, row ${y + 1}, ${w} columns wide, ${h} rows high`;
