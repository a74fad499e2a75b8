import { saveAs } from "@/api/download";
import type { Kpi, Summary } from "@/api/types";
import { toCsv } from "@/lib/csv";

const HEADER = [
  "Section",
  "Figure",
  "Value",
  "Unit",
  "Currency",
  "From",
  "To",
  "Before",
  "Change",
  "Numerator",
  "Denominator",
  "Source",
  "Checked",
  "Report value",
];

const rowOf = (section: string, tile: Kpi) => [
  section,
  tile.label,
  tile.value,
  tile.unit,
  tile.currency,
  tile.window.start,
  tile.window.end,
  tile.previous,
  tile.change,
  tile.numerator,
  tile.denominator,
  tile.source?.label,
  tile.status === "ok" ? tile.reconciliation.status : tile.status,
  tile.reconciliation.report_value,
];

export const tilesCsv = (summary: Summary) =>
  toCsv([
    HEADER,
    ...summary.sections.flatMap((section) =>
      section.tiles.map((tile) => rowOf(section.label, tile)),
    ),
  ]);

/** Saves every figure of the page with its days, so that the file still means something next year. */
export function saveTiles(summary: Summary, slug: string) {
  const name = `summary-${slug}-${summary.range.start}-${summary.range.end}.csv`;
  saveAs(name, new Blob([tilesCsv(summary)], { type: "text/csv;charset=utf-8" }));
}
