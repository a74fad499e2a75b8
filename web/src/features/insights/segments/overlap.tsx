"use client";
import { useOverlap } from "@/api/queries/segments";
import type { SegmentOverlaps } from "@/api/types";
import { Counted } from "@/blocks/counted";
import { formatCount, formatPercent } from "@/lib/format";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";

const FORMULA =
  "Customers who are in both segments today. Of either: both ÷ those in either (the Jaccard index).";

const rate = (value: number | null) => (value === null ? "–" : formatPercent(value));

function Pairs({ found }: { found: SegmentOverlaps }) {
  const name = (id: string) => found.items.find((one) => one.segment_id === id)?.name;
  return (
    <table className="ledger">
      <thead>
        <tr>
          <th>Segments</th>
          <th>Both</th>
          <th>Of the first</th>
          <th>Of the second</th>
          <th>Of either</th>
        </tr>
      </thead>
      <tbody>
        {found.pairs.map((pair) => (
          <tr key={`${pair.one_id} ${pair.other_id}`}>
            <td>
              {name(pair.one_id)} <span className="text-faint">and</span> {name(pair.other_id)}
            </td>
            <td>{formatCount(pair.both)}</td>
            <td>{rate(pair.share_of_one)}</td>
            <td>{rate(pair.share_of_other)}</td>
            <td>{rate(pair.jaccard)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the segments that were ticked share. */
export function Overlap({ ids }: { ids: readonly string[] }) {
  const { data, error, refetch, isPlaceholderData } = useOverlap(ids);
  return (
    <section aria-label="Overlap" className="mt-8 border-t border-line pt-5">
      <div className="mb-2 flex min-h-[30px] flex-wrap items-center gap-x-2">
        <h2 className="mr-auto font-semibold">Overlap</h2>
        {data && (
          <Counted part={{ title: "Overlap", formula: FORMULA, statements: [data.statement] }} />
        )}
      </div>
      {error && <Failed error={error} what="The overlap" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-[92px]" />}
      {data && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-55" : ""}>
          <p className="mb-2 max-w-[60em] text-pretty text-soft">
            {formatCount(data.reached)} of {formatCount(data.everybody)} customers are in one of
            them or more. In that one alone:{" "}
            {data.items.map((one) => `${one.name} ${formatCount(one.alone)}`).join(", ")}.
          </p>
          <ScrollBox label="Pairs of segments">
            <Pairs found={data} />
          </ScrollBox>
        </div>
      )}
    </section>
  );
}
