"use client";
import type { CSSProperties } from "react";
import type { Widget } from "@/api/types";
import { carry, letGo } from "@/lib/carry";
import type { Placed } from "@/lib/grid";
import { type Answers, Card } from "./card";
import { tileOf, WidgetMenu } from "./widget-menu";

/** Height of a row of the grid and the space between rows, in pixels. */
export const ROW = 40;
export const GAP = 10;

const styleOf = ({ x, y, w, h }: Placed) =>
  ({
    "--col": `${x + 1} / span ${w}`,
    "--row": `${y + 1} / span ${h}`,
    "--height": `${h * (ROW + GAP) - GAP}px`,
  }) as CSSProperties;

interface StaticGridProps {
  widgets: Widget[];
  places: Placed[];
  answers: Answers;
  allowed: boolean;
}

/** The board as it is read: twelve columns, on a phone one below the other. */
export function StaticGrid({ widgets, places, answers, allowed }: StaticGridProps) {
  const byId = new Map(widgets.map((widget) => [widget.id, widget]));
  return (
    <div className="grid gap-2.5 rail:auto-rows-[40px] rail:grid-cols-12">
      {places.map((place) => {
        const widget = byId.get(place.id);
        return (
          widget && (
            <div
              key={place.id}
              style={styleOf(place)}
              className="min-w-0 max-rail:h-(--height) rail:[grid-column:var(--col)] rail:[grid-row:var(--row)]"
            >
              <Card
                widget={widget}
                answers={answers}
                draggable
                onDragStart={(event) => carry(event, tileOf(widget))}
                onDragEnd={letGo}
              >
                <WidgetMenu widget={widget} allowed={allowed} />
              </Card>
            </div>
          )
        );
      })}
    </div>
  );
}
