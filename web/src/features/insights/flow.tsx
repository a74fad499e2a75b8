"use client";
import { useMemo, useRef, useState } from "react";
import type { Insight, InsightPart } from "@/api/types";
import { cellText, isNumber } from "@/blocks/insight-cell";
import { useWidth } from "@/charts/use-width";
import { cx } from "@/lib/cx";
import { ScrollBox } from "@/ui/scroll-box";
import { type FlowLayout, type Link, layOut, type Node, type Ribbon } from "./flow-layout";
import { at } from "./part-data";
import { PartTable } from "./part-table";

const HEIGHT = 360;
const BAR = 10;
const NARROWEST = 560;

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
  layout: FlowLayout;
  width: number;
  say: (value: number) => string;
}

const touches = (ribbon: Ribbon, node: Node) =>
  (ribbon.step === node.step && ribbon.from === node.name) ||
  (ribbon.step + 1 === node.step && ribbon.to === node.name);

function Drawn({ layout, width, say }: DrawnProps) {
  const [over, setOver] = useState<Node | null>(null);
  const first = Math.min(...layout.nodes.map(({ step }) => step));
  const count = layout.steps - first;
  const x = (step: number) => xOf(step, count, first, width);
  const room = count > 1 ? (width - BAR) / (count - 1) - BAR - 12 : width;
  return (
    <svg width={width} height={HEIGHT + 4} aria-hidden="true" className="block text-11">
      <g fill="none" stroke="var(--chart-actual)">
        {layout.ribbons.map((ribbon) => (
          <path
            key={ribbon.key}
            d={path(ribbon, x)}
            strokeWidth={ribbon.thickness}
            className={cx(
              "transition-opacity",
              over && touches(ribbon, over) ? "opacity-45" : over ? "opacity-10" : "opacity-20",
            )}
          >
            <title>{`${ribbon.from} → ${ribbon.to}: ${say(ribbon.value)}`}</title>
          </path>
        ))}
      </g>
      {layout.nodes.map((node) => {
        const last = node.step === layout.steps - 1;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table below says the same
          <g key={node.id} onMouseEnter={() => setOver(node)} onMouseLeave={() => setOver(null)}>
            <rect
              x={x(node.step)}
              y={node.y}
              width={BAR}
              height={node.height}
              rx={2}
              fill="var(--chart-actual)"
            />
            {node.height > 9 && (
              <foreignObject
                x={last ? x(node.step) - room - 6 : x(node.step) + BAR + 6}
                y={node.y + node.height / 2 - 8}
                width={room}
                height={17}
              >
                <p className={cx("truncate leading-[17px]", last && "text-right")}>
                  {node.name} <span className="text-faint">{say(node.value)}</span>
                </p>
              </foreignObject>
            )}
          </g>
        );
      })}
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
      <div ref={box} className="mb-4" style={{ minHeight: HEIGHT + 4 }}>
        <ScrollBox label={`Drawing of ${part.title}`}>
          <Drawn
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
