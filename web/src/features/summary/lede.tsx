"use client";
import Link from "next/link";
import type { Summary } from "@/api/types";
import { useKpiParam } from "@/lib/params";
import { spokenCompare } from "@/lib/ranges";
import { isMissing, sentenceOf } from "./sentence";

/** Other days have sales, so no file is missing: these lie before the first or after the last one. */
const Silent = () => "No sales are recorded for these days. Choose other days above.";

/** Without sales there is no first sentence; this one says what would bring it. */
const Unknown = () => (
  <>
    Sales of these days are not known yet.{" "}
    <Link
      href="/imports/"
      className="text-ink underline decoration-line-strong decoration-1 underline-offset-4"
    >
      Add the orders export
    </Link>{" "}
    and everything that builds on them appears.
  </>
);

/** The sentence before the charts. Its figures open like the tiles do. */
export function Lede({ summary }: { summary: Summary }) {
  const [, open] = useKpiParam();
  const comparedWith = spokenCompare(summary.compare.key, summary.range.key);
  const pieces = sentenceOf(summary, comparedWith);
  return (
    <p className="mb-7 min-h-[53px] max-rail:min-h-[70px] max-w-[46em] text-pretty text-18 font-medium leading-[1.45] tracking-[-0.012em] text-soft max-rail:text-[16px]">
      {pieces.length === 0 && (isMissing(summary) ? <Unknown /> : <Silent />)}
      {pieces.map((piece) =>
        typeof piece === "string" ? (
          piece
        ) : (
          <button
            key={piece.key}
            type="button"
            onClick={() => open(piece.key)}
            className="text-ink decoration-line-strong decoration-1 underline-offset-4 hover:underline"
          >
            {piece.text}
          </button>
        ),
      )}
    </p>
  );
}
