"use client";
import { useMemo, useRef, useState } from "react";
import type { Insight, InsightPart } from "@/api/types";
import { cellText, isNumber } from "@/blocks/insight-cell";
import { useWidth } from "@/charts/use-width";
import { cx } from "@/lib/cx";
import { ScrollBox } from "@/ui/scroll-box";
import {
  FLOW_HEIGHT,
  type FlowLayout,
  type Link,
  layOut,
  type Node,
  type Ribbon,
} from "./flow-layout";
import { spoken, touches, useStops } from "./flow-stops";
import { at } from "./part-data";
import { PartTable } from "./part-table";

const HEIGHT = FLOW_HEIGHT - 4;
const BAR = 10;
const NARROWEST = 560;
/** Who goes no further is no product and no group. */
const END = "var(--chart-previous)";

function linksOf(part: InsightPart): Link[] {
  const places = { step: at(part, "step"), from: at(part, "from"), to: at(part, "to") };
  const valueAt = at(part, "value");
  return part.rows.map((row) => ({
    step: Number(row[places.step] ?? 0),
    from: String(row[places.from] ?? "–"),
    to: String(row[places.to] ?? "–"),
    value: isNumber(row[valueAt]) ? row[valueAt] : 0,
  }));
}

const xOf = (step: number, steps: number, first: number, width: number) =>
  steps < 2 ? 0 : ((step - first) / (steps - 1)) * (width - BAR);

function path({ step, fromY, toY, thickness }: Ribbon, x: (step: number) => number): string {
  const [from, to] = [x(step) + BAR, x(step + 1)];
  const middle = (from + to) / 2;
  const [a, b] = [fromY + thickness / 2, toY + thickness / 2];
  return `M${from},${a} C${middle},${a} ${middle},${b} ${to},${b}`;
}

interface DrawnProps {
  label: string;
  layout: FlowLayout;
  width: number;
  say: (value: number) => string;
}

interface StopProps {
  node: Node;
  layout: FlowLayout;
  x: number;
  /** How much the names have beside the bar. */
  room: number;
  say: (value: number) => string;
}

/** A stop of the way: its bar and its name. */
function Stop({ node, layout, x, room, say }: StopProps) {
  const last = node.step === layout.steps - 1;
  return (
    <>
      <rect
        x={x}
        y={node.y}
        width={BAR}
        height={node.height}
        rx={2}
        fill={node.isEnd ? END : "var(--chart-actual)"}
      />
      <foreignObject
        x={last ? x - room - 6 : x + BAR + 6}
        y={Math.max(0, node.y + node.height / 2 - 8)}
        width={room}
        height={17}
      >
        <p className={cx("truncate leading-[17px]", last && "text-right")}>
          {node.name} <span className="text-faint">{say(node.value)}</span>
        </p>
      </foreignObject>
    </>
  );
}

/** Names of the last two steps stand in one gap, from both sides. */
const roomOf = ({ step }: Node, { steps }: FlowLayout, room: number) =>
  step < steps - 2 ? room : room / 2;

function Drawn({ label, layout, width, say }: DrawnProps) {
  const [over, setOver] = useState<Node | null>(null);
  const { stops, tabStop, onKeyDown } = useStops(layout.nodes);
  const first = Math.min(...layout.nodes.map(({ step }) => step));
  const count = layout.steps - first;
  const x = (step: number) => xOf(step, count, first, width);
  const room = count > 1 ? (width - BAR) / (count - 1) - BAR - 12 : width;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no drawing
    <svg
      ref={stops}
      role="group"
      aria-label={label}
      width={width}
      height={FLOW_HEIGHT}
      className="block text-11"
      onKeyDown={onKeyDown}
    >
      <g fill="none" stroke="var(--chart-actual)">
        {layout.ribbons.map((ribbon) => (
          <path
            key={ribbon.key}
            d={path(ribbon, x)}
            strokeWidth={ribbon.thickness}
            stroke={ribbon.ends ? END : undefined}
            className={cx(
              "transition-opacity",
              over && touches(ribbon, over) ? "opacity-45" : over ? "opacity-10" : "opacity-20",
            )}
          >
            <title>{`${ribbon.from} → ${ribbon.to}: ${say(ribbon.value)}`}</title>
          </path>
        ))}
      </g>
      {layout.nodes.map((node) => (
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it is read, not pressed
        <g
          key={node.id}
          role="img"
          data-stop={node.id}
          aria-label={spoken(node, layout, say)}
          tabIndex={node.id === tabStop ? 0 : -1}
          onMouseEnter={() => setOver(node)}
          onMouseLeave={() => setOver(null)}
          onFocus={() => setOver(node)}
          onBlur={() => setOver(null)}
        >
          <Stop {...{ node, layout, x: x(node.step), room: roomOf(node, layout, room), say }} />
        </g>
      ))}
    </svg>
  );
}

/** Who went from where to where; the table below it holds every link. */
export function Flow({ part, insight }: { part: InsightPart; insight: Insight }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 720);
  const layout = useMemo(() => layOut(linksOf(part), HEIGHT), [part]);
  const figure = part.columns[at(part, "value")];
  if (!figure || layout.nodes.length === 0) return null;
  const drawn = Math.max(NARROWEST, width);
  return (
    <div>
      <div ref={box} className="mb-4" style={{ minHeight: FLOW_HEIGHT }}>
        <ScrollBox label={`Drawing of ${part.title}`}>
          <Drawn
            label={`${part.title}: the arrow keys lead from stop to stop`}
            layout={layout}
            width={drawn}
            say={(value) => cellText(value, figure, insight.currency)}
          />
        </ScrollBox>
      </div>
      <details>
        <summary className="cursor-pointer text-12 text-soft max-rail:py-3.5">As a table</summary>
        <PartTable part={part} insight={insight} />
      </details>
    </div>
  );
}
