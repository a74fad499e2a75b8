"use client";
import type { Summary } from "@/api/types";
import { useKpiParam } from "@/lib/params";
import { spokenCompare } from "@/lib/ranges";
import { sentenceOf } from "./sentence";

/** The sentence before the charts. Its figures open like the tiles do. */
export function Lede({ summary }: { summary: Summary }) {
  const [, open] = useKpiParam();
  const comparedWith = spokenCompare(summary.compare.key, summary.range.key);
  const pieces = sentenceOf(summary, comparedWith);
  if (pieces.length === 0) return null;
  return (
    <p className="mb-7 max-w-[46em] text-pretty text-18 font-medium leading-[1.45] tracking-[-0.012em] text-soft max-rail:text-[16px]">
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
