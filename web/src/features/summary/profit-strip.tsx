"use client";
import Link from "next/link";
import { useInsight } from "@/api/queries/insights";
import { InsightFigures } from "@/blocks/insight-figures";
import { useWindow } from "@/lib/params";

const SHOWN = ["gross_profit", "gross_margin", "contribution", "net_profit", "net_margin"];

const MORE =
  "text-12 text-soft hover:text-ink max-rail:inline-flex max-rail:min-h-11 max-rail:items-center";

/** Profit below the other figures: the last thing of the page, so that it pushes nothing down. */
export function ProfitStrip() {
  const { data } = useInsight("profit", { ...useWindow(), limit: 1 }, true);
  const part = data?.parts.find((each) => each.key === "figures");
  if (!data || !part) return null;
  const lacks = data.gaps.some(({ what }) => what === "Net profit");
  return (
    <section className="mb-6.5" aria-label="Profit">
      <div className="mb-2.5 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">Profit</h2>
        <Link href="/insights/profit/" className={MORE}>
          How it comes about
        </Link>
        {lacks && (
          <Link href="/settings/costs/" className={MORE}>
            Set costs to see net profit
          </Link>
        )}
      </div>
      <InsightFigures part={part} insight={data} only={SHOWN} />
    </section>
  );
}
