"use client";
import { type KeyboardEvent, type Ref, useRef, useState } from "react";
import GridLayout, { type LayoutItem } from "react-grid-layout";
import type { Widget } from "@/api/types";
import { useWidth } from "@/charts/use-width";
import { GRID_COLUMNS, moved, type Placed, placeText, resized } from "@/lib/grid";
import { Icon } from "@/ui/icon";
import { type Answers, Card } from "./card";
import { GAP, ROW } from "./static-grid";

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface HandleProps {
  name: string;
  onKey: (event: KeyboardEvent) => void;
}

function Handle({ name, onKey }: HandleProps) {
  return (
    <button
      type="button"
      onKeyDown={onKey}
      aria-label={`Move ${name}`}
      aria-describedby="arranging-help"
      className="handle grid size-7 shrink-0 cursor-grab place-items-center rounded-[6px] text-faint hover:bg-sunk hover:text-ink"
    >
      <Icon name="move" />
    </button>
  );
}

const Corner = (_axis: string, ref: Ref<HTMLElement>) => (
  <span
    ref={ref}
    aria-hidden="true"
    className="absolute right-0 bottom-0 z-1 grid size-5 cursor-se-resize place-items-end p-1 after:size-2 after:border-line-strong after:border-r-2 after:border-b-2"
  />
);

interface ArrangingProps {
  widgets: Widget[];
  places: Placed[];
  answers: Answers;
  onPlace: (next: Placed[]) => void;
}

const toItems = (places: Placed[]): LayoutItem[] =>
  places.map(({ id, ...place }) => ({ i: id, ...place, minW: 2, minH: 2, maxH: 24 }));

const toPlaces = (items: readonly LayoutItem[]): Placed[] =>
  items.map(({ i, x, y, w, h }) => ({ id: i, x, y, w, h }));

/** The frame has the board's height before the grid has measured its width. */
const heightOf = (places: Placed[]) =>
  Math.max(...places.map(({ y, h }) => y + h)) * (ROW + GAP) - GAP;

/** The board while it is being arranged: dragged and stretched, or moved from the keyboard. */
export function Arranging({ widgets, places, answers, onPlace }: ArrangingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 0);
  const [said, setSaid] = useState("");
  const onKey = (widget: Widget) => (event: KeyboardEvent) => {
    const by = ARROWS[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = (event.shiftKey ? resized : moved)(places, widget.id, ...by);
    const place = next.find(({ id }) => id === widget.id);
    if (place) setSaid(`${widget.name}: ${placeText(place)}`);
    onPlace(next);
  };
  const done = (items: readonly LayoutItem[]) => onPlace(toPlaces(items));
  return (
    <div ref={frame} style={{ minHeight: heightOf(places) }}>
      <p id="arranging-help" className="sr-only">
        Arrow keys move it, Shift and arrow keys change its size.
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      {width > 0 && (
        <GridLayout
          width={width}
          layout={toItems(places)}
          gridConfig={{
            cols: GRID_COLUMNS,
            rowHeight: ROW,
            margin: [GAP, GAP],
            containerPadding: [0, 0],
          }}
          dragConfig={{ handle: ".handle" }}
          resizeConfig={{ handles: ["se"], handleComponent: Corner }}
          onDragStop={done}
          onResizeStop={done}
          className="relative [&>.react-draggable-dragging]:z-3 [&>.react-grid-placeholder]:rounded-card [&>.react-grid-placeholder]:bg-sunk"
        >
          {widgets.map((widget) => (
            <div key={widget.id}>
              <Card widget={widget} answers={answers}>
                <Handle name={widget.name} onKey={onKey(widget)} />
              </Card>
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}
