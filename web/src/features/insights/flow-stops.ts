"use client";
import { type KeyboardEvent, useRef, useState } from "react";
import type { FlowLayout, Node, Ribbon } from "./flow-layout";

const leaves = (ribbon: Ribbon, node: Node) =>
  ribbon.step === node.step && ribbon.from === node.name;
const comes = (ribbon: Ribbon, node: Node) =>
  ribbon.step + 1 === node.step && ribbon.to === node.name;

export const touches = (ribbon: Ribbon, node: Node) => leaves(ribbon, node) || comes(ribbon, node);

const MOST_SAID = 3;

/** A stop as it is read out: how much goes through, and where the most of it goes. */
export function spoken(node: Node, { ribbons }: FlowLayout, say: (value: number) => string) {
  const onward = ribbons
    .filter((ribbon) => leaves(ribbon, node))
    .toSorted((one, other) => other.value - one.value)
    .slice(0, MOST_SAID)
    .map(({ to, value }) => `${to} ${say(value)}`);
  const head = `${node.name}: ${say(node.value)}`;
  return onward.length > 0 ? `${head}. Onward: ${onward.join(", ")}` : head;
}

const DOWN: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
const ALONG: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** The stop that a key leads to from another: in its column, or the nearest of the next one. */
export function stopAfter(nodes: readonly Node[], from: Node, key: string): Node | undefined {
  const column = (step: number) =>
    nodes.filter((node) => node.step === step).toSorted((one, other) => one.y - other.y);
  const down = DOWN[key];
  if (down) {
    const here = column(from.step);
    return here[here.findIndex(({ id }) => id === from.id) + down];
  }
  const along = ALONG[key];
  if (!along) return undefined;
  const away = ({ y }: Node) => Math.abs(y - from.y);
  return column(from.step + along).toSorted((one, other) => away(one) - away(other))[0];
}

/** One stop at a time is reached by Tab; arrow keys lead to the others. */
export function useStops(nodes: readonly Node[]) {
  const stops = useRef<SVGSVGElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const known = nodes.find(({ id }) => id === chosen) ?? nodes[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = known && stopAfter(nodes, known, event.key);
    if (!next) return;
    event.preventDefault();
    setChosen(next.id);
    stops.current?.querySelector<SVGGElement>(`[data-stop="${CSS.escape(next.id)}"]`)?.focus();
  };
  return { stops, tabStop: known?.id, onKeyDown };
}
