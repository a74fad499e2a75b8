"use client";
import Link from "next/link";
import { useRef } from "react";
import { useInsightPart } from "@/api/queries/insights";
import type { Insight, InsightPart } from "@/api/types";
import { Counted } from "@/blocks/counted";
import { InsightFigures } from "@/blocks/insight-figures";
import { useNear } from "@/lib/near";
import { useWindow } from "@/lib/params";
import { Failed } from "@/ui/state";

const SHOWN = ["gross_profit", "gross_margin", "contribution", "net_profit", "net_margin"];

const MORE =
  "text-12 text-soft hover:text-ink max-rail:inline-flex max-rail:min-h-11 max-rail:items-center";
const SET = "whitespace-nowrap text-ink underline underline-offset-4";

/** What no figure here has taken off yet, and where it is set. */
function Missing({ insight, note }: { insight: Insight; note: string | null | undefined }) {
  const unset = insight.gaps.find(({ at }) => at);
  const none = insight.gaps.find(({ what }) => what === "Net profit");
  const said = [note, none && `${none.what}: ${none.why}`].filter(Boolean).join(" ");
  if (!said) return null;
  return (
    <p className="mt-2 max-w-[90ch] text-pretty text-12 text-soft">
      {said}{" "}
      {unset?.at && (
        <Link href={unset.at} className={SET}>
          Set costs
        </Link>
      )}
    </p>
  );
}

/** Whether any profit is told: without the cost of goods none is. */
const isTold = ({ columns, rows }: InsightPart) =>
  rows[0]?.[columns.findIndex(({ name }) => name === "gross_profit")] != null;

function Strip({ insight }: { insight: Insight }) {
  const part = insight.parts.find(isTold);
  const why = insight.sentences[0] ?? insight.gaps[0]?.why;
  return (
    <>
      <div className="mb-2.5 flex flex-wrap items-center gap-x-3">
        <h2 className="font-semibold">Profit</h2>
        <Link href="/insights/profit/" className={MORE}>
          How it comes about
        </Link>
        {part && (
          <span className="ml-auto">
            <Counted part={part} />
          </span>
        )}
      </div>
      {part && <InsightFigures part={part} insight={insight} only={SHOWN} />}
      <Missing insight={insight} note={part ? part.note : why} />
    </>
  );
}

/** Profit below the other figures, asked for once somebody comes near it: the last thing of the
 * page, so that it pushes nothing down. */
export function ProfitStrip() {
  const place = useRef<HTMLElement>(null);
  const near = useNear(place);
  const window = useWindow();
  const { data, error, refetch } = useInsightPart("profit", "figures", window, near);
  return (
    <section ref={place} className="mb-6.5 min-h-[150px]" aria-label="Profit" aria-busy={!data}>
      {!data && !error && <div className="skeleton h-[130px]" />}
      {!data && error && <Failed error={error} what="Profit" onRetry={refetch} />}
      {data && <Strip insight={data} />}
    </section>
  );
}
