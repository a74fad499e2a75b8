"use client";
import { useCompareParam, useRangeParam } from "@/lib/params";
import { compareLabel } from "@/lib/ranges";
import { Button } from "@/ui/button";
import { LazyPopup } from "@/ui/lazy-popup";

const load = () => import("./compare-menu").then((module) => module.CompareMenu);

/** What the figures are measured against. */
export function ComparePicker() {
  const [range] = useRangeParam();
  const [compare] = useCompareParam();
  const label = compareLabel(compare, range);
  const trigger = (
    <Button look="chip" aria-label={`Compare with: ${label}`}>
      {compare !== "none" && <span className="text-faint">vs</span>}
      {label}
    </Button>
  );
  return <LazyPopup load={load} popup="menu" trigger={trigger} props={{}} />;
}
