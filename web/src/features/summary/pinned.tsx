"use client";
import { type DragEvent, useState } from "react";
import type { Kpi, Summary } from "@/api/types";
import { GRID } from "./sections";
import { Tile } from "./tile";
import { movedTo, type PinActions } from "./use-pins";

interface PinnedProps {
  tiles: Kpi[];
  summary: Summary;
  actions: PinActions;
}

/** The order while something is being dragged, before it is dropped and saved. */
function useDrag(keys: string[], actions: PinActions) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const order = dragged !== null && over !== null ? movedTo(keys, dragged, over) : keys;
  const stop = () => {
    setDragged(null);
    setOver(null);
  };
  const handlers = (key: string) => ({
    onDragStart: () => {
      if (actions.allowed) setDragged(key);
    },
    onDragOver: (event: DragEvent) => {
      if (dragged === null) return;
      event.preventDefault();
      if (key !== dragged) setOver(order.indexOf(key));
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged !== null && over !== null) actions.place(dragged, over);
      stop();
    },
    onDragEnd: stop,
  });
  return { order, dragged, handlers };
}

/** Figures somebody wants first, in their order: dragged, or moved with Alt and the arrow keys. */
export function Pinned({ tiles, summary, actions }: PinnedProps) {
  const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
  const { order, dragged, handlers } = useDrag([...byKey.keys()], actions);
  if (tiles.length === 0) {
    return (
      <p className="rounded-card border border-line border-dashed px-4 py-3.5 text-soft">
        Nothing pinned yet. Pin a figure with the pin on its tile, or press p while it has the
        focus.
      </p>
    );
  }
  return (
    <div id="section-pinned" className={GRID}>
      {order.map((key) => {
        const tile = byKey.get(key);
        return (
          tile && (
            <Tile
              key={key}
              tile={tile}
              summary={summary}
              actions={actions}
              lifted={key === dragged}
              {...handlers(key)}
            />
          )
        );
      })}
    </div>
  );
}
