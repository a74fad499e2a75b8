import type { Insight, InsightPart } from "@/api/types";
import type { Attachable } from "@/lib/dock";
import { formatDayRange } from "@/lib/format";
import type { PartSource } from "./part";

const REPORT = "/reports/";

/** A part of a page as what a message is about: where it stands, never what stands in it. */
export function attachableOf(part: InsightPart, insight: Insight, source: PartSource): Attachable {
  const { start, end } = insight.window;
  const { limit: _rows, ...asked } = source.query;
  const kept = source.path.startsWith(REPORT) && source.path.slice(REPORT.length);
  const place = kept
    ? { report: kept }
    : { insight: insight.name, ask: { ...asked, range: `${start}..${end}` } };
  return {
    kind: "part",
    name: `${part.title}, ${formatDayRange(start, end, insight.as_of.slice(0, 4))}`,
    id: `${insight.name}/${part.key}`.slice(0, 80),
    data: { part: part.key, ...place },
  };
}
