import type { Kpi, Summary } from "@/api/types";
import { describeChange, formatValue } from "@/lib/format";

/** One piece of a sentence; figures carry the key they open. */
export type Piece = string | { key: string; text: string };

const figure = (tile: Kpi): Piece => ({
  key: tile.key,
  text: formatValue(tile.value, tile.unit, tile.currency, "tile"),
});

const usable = (tile: Kpi | undefined): tile is Kpi => tile?.status === "ok" && tile.value !== null;

const changeOf = (tile: Kpi) =>
  describeChange({ change: tile.change, isNew: tile.is_new, unit: tile.unit, better: tile.better });

/** "rose 9.1% to 2,914": how one figure moved, or where it stands when nothing is known before. */
function moved(tile: Kpi): Piece[] {
  const change = changeOf(tile);
  if (!change || change.direction === "new") return ["came to ", figure(tile)];
  if (change.direction === "flat") return ["held at ", figure(tile)];
  return [`${change.direction === "up" ? "rose" : "fell"} ${change.text} to `, figure(tile)];
}

function headline(tile: Kpi, comparedWith: string | null): Piece[] {
  const change = changeOf(tile);
  const start: Piece[] = [`${tile.label} were `, figure(tile)];
  if (!change || !comparedWith || change.direction === "new") return [...start, "."];
  if (change.direction === "flat") return [...start, `, the same as ${comparedWith}.`];
  return [...start, `, ${change.direction} ${change.text} on ${comparedWith}.`];
}

const tilesOf = (summary: Summary) => summary.sections.flatMap((section) => section.tiles);

/** Whether no file tells of any sales at all. */
export const isMissing = (summary: Summary) =>
  !tilesOf(summary).some(({ key, status }) => key === "total_sales" && status !== "missing");

/**
 * What a person would say about the window first: sales, and the two things they are made of.
 * Empty when sales are not known.
 */
export function sentenceOf(summary: Summary, comparedWith: string | null): Piece[] {
  const tiles = tilesOf(summary);
  const find = (key: string) => tiles.find((tile) => tile.key === key);
  const sales = [find("total_sales"), find("net_sales")].find(usable);
  if (!sales) return [];
  const orders = find("orders");
  const average = find("aov");
  const pieces = headline(sales, comparedWith);
  if (!usable(orders)) return pieces;
  pieces.push(" Orders ", ...moved(orders));
  if (usable(average)) pieces.push("; the average order ", ...moved(average));
  return [...pieces, "."];
}
