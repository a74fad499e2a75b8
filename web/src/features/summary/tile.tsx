"use client";
import { type ComponentProps, type DragEvent, type KeyboardEvent, memo } from "react";
import type { Kpi, Summary } from "@/api/types";
import { Spark } from "@/charts/spark";
import { carry, letGo } from "@/lib/carry";
import { cx } from "@/lib/cx";
import { figureOf } from "@/lib/figure-of";
import { describeChange, formatDayRange, formatValue } from "@/lib/format";
import { useKpiParam } from "@/lib/params";
import { preloadWorkings } from "@/lib/preload";
import { sizeOf } from "@/lib/taken-away";
import { IconButton } from "@/ui/button";
import { ChangeMark, CheckDot } from "@/ui/figure";
import type { PinActions } from "./use-pins";

interface TileProps extends ComponentProps<"article"> {
  tile: Kpi;
  summary: Summary;
  actions: PinActions;
  lifted?: boolean;
}

const valuesOf = (tile: Kpi, points: Kpi["series"]) =>
  points.map((point) => sizeOf(tile.key, point.value));

const say = (tile: Kpi, value: number | null) =>
  formatValue(sizeOf(tile.key, value), tile.unit, tile.currency, "tile");

/** A figure's own days, where they are not the page's. */
function ownDays({ window: { start, end } }: Kpi, { range, as_of }: Summary): string | null {
  if (start === range.start && end === range.end) return null;
  return formatDayRange(start, end, as_of.slice(0, 4));
}

/** The faint line under a figure: its own days, else what it was before. */
function underline(tile: Kpi, summary: Summary): string {
  const days = ownDays(tile, summary);
  if (days) return days;
  if (tile.previous === null || tile.is_new) return "";
  return `from ${say(tile, tile.previous)}`;
}

const SOURCES: Record<string, string> = { report: "report", klaviyo: "Klaviyo", ads: "ads" };

/** Orders are where figures come from; only another source is worth a word on the tile. */
const sourceOf = (tile: Kpi) => (tile.source && SOURCES[tile.source.kind]) ?? "";

const TWO_LINES = 70;

/** What stands in for what, where it is short enough for a tile; the drawer has every note in full. */
function caveatOf(tile: Kpi): string | null {
  const [first = ""] = tile.note?.split(/(?<=\.) /) ?? [];
  return first && first.length <= TWO_LINES ? first : null;
}

const OWN_DAYS = / \([^)]*\b30\b[^)]*\)$/;

/** The days in a label are said by the page's range, or by the tile itself where they differ. */
function shortLabel(tile: Kpi): string {
  return tile.label.replace(OWN_DAYS, "");
}

function Figure({ tile, summary }: { tile: Kpi; summary: Summary }) {
  const change = describeChange({
    change: tile.change,
    isNew: tile.is_new,
    unit: tile.unit,
    better: tile.better,
  });
  const caveat = caveatOf(tile);
  return (
    <>
      <p className="mt-0.5 flex items-baseline gap-2 overflow-hidden max-rail:mt-auto">
        <strong className="text-22 font-semibold leading-[1.25] tracking-[-0.02em]">
          {say(tile, tile.value)}
        </strong>
        <ChangeMark change={change} className={caveat ? undefined : "max-rail:hidden"} />
      </p>
      {caveat ? (
        <p title={caveat} className="line-clamp-2 -mb-1 text-11 leading-[13px] text-soft">
          {[ownDays(tile, summary), caveat].filter(Boolean).join(". ")}
        </p>
      ) : (
        <p className="flex h-4 gap-2 overflow-hidden text-11 leading-4 text-faint">
          <ChangeMark change={change} className="leading-4 rail:hidden" />
          <span className="truncate">{underline(tile, summary)}</span>
          <span className="ml-auto whitespace-nowrap max-rail:hidden">{sourceOf(tile)}</span>
        </p>
      )}
      <div className="mt-auto -mx-3.5 max-rail:mt-0.5">
        <Spark
          values={valuesOf(tile, tile.series)}
          previous={valuesOf(tile, tile.previous_series)}
        />
      </div>
    </>
  );
}

/** A figure that cannot be worked out yet names the file that would bring it. */
function Absent({ tile }: { tile: Kpi }) {
  const missing = tile.status === "missing";
  return (
    <>
      <p className="mt-0.5 text-22 font-semibold leading-[1.25] text-faint" aria-hidden="true">
        –
      </p>
      <p className="mt-1 line-clamp-3 text-pretty text-12 leading-[1.4] text-soft">
        {missing ? (tile.missing ?? "A file is missing.") : "No data for these days."}
      </p>
    </>
  );
}

function useKeys(tile: Kpi, actions: PinActions) {
  return (event: KeyboardEvent) => {
    if (!actions.allowed || event.metaKey || event.ctrlKey) return;
    const arrows: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
    const by = arrows[event.key];
    if (event.key === "p" && !event.altKey) actions.toggle(tile.key, tile.label);
    else if (event.altKey && by && actions.isPinned(tile.key)) actions.move(tile.key, by);
    else return;
    event.preventDefault();
  };
}

/** A figure is let go over the agent to ask about it; a pinned one is moved among the others as well. */
function useCarrying(tile: Kpi, { onDragStart, onDragEnd }: ComponentProps<"article">) {
  return {
    draggable: tile.status === "ok",
    onDragStart: (event: DragEvent<HTMLElement>) => {
      carry(event, figureOf(tile, new URLSearchParams(window.location.search).get("range")));
      onDragStart?.(event);
    },
    onDragEnd: (event: DragEvent<HTMLElement>) => {
      letGo();
      onDragEnd?.(event);
    },
  };
}

function TileCard({ tile, summary, actions, lifted, className, ...rest }: TileProps) {
  const [openKey, open] = useKpiParam();
  const isOpen = openKey === tile.key;
  const onKeyDown = useKeys(tile, actions);
  const pinned = actions.isPinned(tile.key);
  return (
    <article
      className={cx(
        "group relative flex h-(--tile-h) flex-col overflow-hidden rounded-card border bg-surface px-3.5 pt-3 transition-[border-color,opacity] duration-100",
        "has-[.open:focus-visible]:outline-2 has-[.open:focus-visible]:outline-(--focus) has-[.open:focus-visible]:outline-offset-2",
        isOpen ? "border-ink" : "border-line hover:border-line-strong",
        lifted && "opacity-50",
        className,
      )}
      onPointerEnter={preloadWorkings}
      {...rest}
      {...useCarrying(tile, rest)}
    >
      <h3 className="flex min-w-0 items-center gap-1.5 text-[12.5px] text-soft max-rail:items-start max-rail:leading-[1.35]">
        {tile.status === "ok" && (
          <CheckDot check={tile.reconciliation.status} className="max-rail:mt-[5.5px]" />
        )}
        <button
          type="button"
          data-kpi={tile.key}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          title={tile.label}
          onClick={() => open(tile.key)}
          onKeyDown={onKeyDown}
          onFocus={preloadWorkings}
          className="open truncate text-left outline-none after:absolute after:inset-0 max-rail:line-clamp-2 max-rail:text-wrap"
        >
          {shortLabel(tile)}
        </button>
      </h3>
      {tile.status === "ok" ? <Figure tile={tile} summary={summary} /> : <Absent tile={tile} />}
      {actions.allowed && (
        <IconButton
          icon="pin"
          label={pinned ? `Unpin ${tile.label}` : `Pin ${tile.label}`}
          aria-pressed={pinned}
          onClick={() => actions.toggle(tile.key, tile.label)}
          className="absolute top-1.5 right-1.5 z-1 bg-surface opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 aria-pressed:text-ink max-rail:hidden"
        />
      )}
    </article>
  );
}

export const Tile = memo(TileCard);
