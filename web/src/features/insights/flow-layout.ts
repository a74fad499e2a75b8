export interface Link {
  step: number;
  from: string;
  to: string;
  value: number;
}

export interface Node {
  id: string;
  name: string;
  step: number;
  value: number;
  y: number;
  height: number;
  /** Whether the way ends here, before the last step. */
  isEnd: boolean;
}

export interface Ribbon extends Link {
  key: string;
  fromY: number;
  toY: number;
  thickness: number;
  /** Whether it leads to where the way ends. */
  ends: boolean;
}

export interface FlowLayout {
  steps: number;
  nodes: Node[];
  ribbons: Ribbon[];
}

/** How high a flow is drawn. */
export const FLOW_HEIGHT = 424;

/** Between stops: with the least height of one, as much as its name needs. */
const GAP = 14;
const LEAST = 1;

const idOf = (step: number, name: string) => `${step}:${name}`;

/** What goes through each node: what comes in, or what leaves where that is more. */
function throughput(links: readonly Link[]): Map<string, Node> {
  const sums = new Map<string, { name: string; step: number; into: number; out: number }>();
  const add = (step: number, name: string, side: "into" | "out", value: number) => {
    const id = idOf(step, name);
    const known = sums.get(id) ?? { name, step, into: 0, out: 0 };
    known[side] += value;
    sums.set(id, known);
  };
  for (const { step, from, to, value } of links) {
    add(step, from, "out", value);
    add(step + 1, to, "into", value);
  }
  const nodes = [...sums].map(([id, { name, step, into, out }]): [string, Node] => [
    id,
    { id, name, step, value: Math.max(into, out), y: 0, height: 0, isEnd: false },
  ]);
  return new Map(nodes);
}

/** Marks the ends: what nobody leaves though others go on, under that name in every step. */
function markEnds(nodes: Map<string, Node>, links: readonly Link[]): void {
  const left = new Set(links.map(({ step, from }) => idOf(step, from)));
  const last = Math.max(0, ...[...nodes.values()].map(({ step }) => step));
  const stays = ({ id, step }: Node) => step < last && !left.has(id);
  const ends = new Set([...nodes.values()].filter(stays).map(({ name }) => name));
  for (const node of nodes.values()) node.isEnd = ends.has(node.name);
}

/** Nodes of one step below each other, the largest on top and the end last, heights by share. */
function place(nodes: Map<string, Node>, height: number): number {
  const columns = new Map<number, Node[]>();
  for (const node of nodes.values()) {
    columns.set(node.step, [...(columns.get(node.step) ?? []), node]);
  }
  const scales = [...columns.values()].map((column) => {
    const total = column.reduce((sum, { value }) => sum + value, 0);
    return total > 0 ? (height - GAP * (column.length - 1)) / total : 0;
  });
  const scale = Math.max(0, Math.min(...scales));
  for (const column of columns.values()) {
    let y = 0;
    for (const node of column.toSorted(inOrder)) {
      node.y = y;
      node.height = Math.max(LEAST, node.value * scale);
      y += node.height + GAP;
    }
  }
  return scale;
}

const inOrder = (one: Node, other: Node) =>
  Number(one.isEnd) - Number(other.isEnd) || other.value - one.value;

/** Where everything of a flow stands in a box of that height. Links keep their order at a node. */
export function layOut(links: readonly Link[], height: number): FlowLayout {
  const shown = links.filter(({ value }) => value > 0);
  const nodes = throughput(shown);
  markEnds(nodes, shown);
  const scale = place(nodes, height);
  const y = (step: number, name: string) => nodes.get(idOf(step, name))?.y ?? 0;
  const ordered = shown.toSorted(
    (a, b) =>
      a.step - b.step ||
      y(a.step, a.from) - y(b.step, b.from) ||
      y(a.step + 1, a.to) - y(b.step + 1, b.to),
  );
  const taken = { leaving: new Map<string, number>(), coming: new Map<string, number>() };
  const take = (side: keyof typeof taken, id: string, thickness: number) => {
    const before = taken[side].get(id) ?? 0;
    taken[side].set(id, before + thickness);
    return (nodes.get(id)?.y ?? 0) + before;
  };
  const ribbons = ordered.map((link): Ribbon => {
    const thickness = Math.max(LEAST, link.value * scale);
    const fromY = take("leaving", idOf(link.step, link.from), thickness);
    const toY = take("coming", idOf(link.step + 1, link.to), thickness);
    const ends = nodes.get(idOf(link.step + 1, link.to))?.isEnd ?? false;
    return { ...link, key: `${link.step}:${link.from}>${link.to}`, fromY, toY, thickness, ends };
  });
  const steps = Math.max(0, ...[...nodes.values()].map(({ step }) => step + 1));
  return { steps, nodes: [...nodes.values()], ribbons };
}
