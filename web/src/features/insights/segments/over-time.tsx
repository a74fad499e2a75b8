"use client";
import { download, saveAs } from "@/api/download";
import { segmentForKlaviyo, useSegmentChanges, useSegmentHistory } from "@/api/queries/segments";
import type { Segment, SegmentHistory } from "@/api/types";
import { Counted } from "@/blocks/counted";
import { Spark } from "@/charts/spark";
import { formatCount, formatDayLong } from "@/lib/format";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

const month = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });

const FORMULA =
  "Customers for whom the rules as they are now held at the last twelve ends of months. Consent " +
  "and countries are told by the newest files alone, so that they count as they are now.";

function Sizes({ history }: { history: SegmentHistory }) {
  const first = history.points[0];
  const last = history.points.at(-1);
  if (!first || !last)
    return <p className="text-soft">No month has ended since the first order.</p>;
  return (
    <>
      <div className="max-w-[420px]">
        <Spark values={history.points.map(({ customers }) => customers)} previous={[]} />
      </div>
      <p className="mt-1 text-soft">
        {formatCount(first.customers)} at the end of {month(first.day)},{" "}
        {formatCount(last.customers)} at the end of {month(last.day)}.
      </p>
      <table className="sr-only">
        <caption>Size at ends of months</caption>
        <tbody>
          {history.points.map(({ day, customers }) => (
            <tr key={day}>
              <th scope="row">{month(day)}</th>
              <td>{customers}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const MOST_MOVES = 5;

/** When its size changed notably, as it was told then. */
function Moves({ moves }: Pick<SegmentHistory, "moves">) {
  if (moves.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 mb-1 font-medium">Changed notably</h3>
      <ul className="grid gap-1 text-soft">
        {moves.slice(0, MOST_MOVES).map(({ at, day, before, customers }) => (
          <li key={at}>
            {formatDayLong(day)}: from {formatCount(before)} to {formatCount(customers)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Changed({ id }: { id: string }) {
  const { data } = useSegmentChanges(id);
  if (!data) return null;
  const fresh = data.new_customers ? `, ${formatCount(data.new_customers)} of them new` : "";
  return (
    <p className="text-soft">
      In the last 30 days {formatCount(data.joined)} joined{fresh}, {formatCount(data.left)} left,{" "}
      {formatCount(data.stayed)} stayed.
    </p>
  );
}

/** Hands the definition on; what Klaviyo cannot say is told instead. */
function useHandOn(segment: Segment) {
  const { say, complain } = useToast();
  const klaviyo = async () => {
    const found = await segmentForKlaviyo(segment.id);
    if (!found.request) {
      const why = found.unsaid.map(({ rule, why: reason }) => `${rule}: ${reason}`).join(" ");
      return complain(`Klaviyo cannot say this segment. ${why}`);
    }
    const text = JSON.stringify(found, null, 2);
    saveAs(`${segment.name} for Klaviyo.json`, new Blob([text], { type: "application/json" }));
    say("The definition is saved. Nothing was sent, and no customer is in it.");
  };
  const csv = () =>
    download(`/segments/${segment.id}/export`, { format: "csv" }, `${segment.name}.csv`);
  const run = (act: () => Promise<void>) => () =>
    void act().catch((error: Error) => complain(error.message));
  return { klaviyo: run(klaviyo), csv: run(csv) };
}

/** A saved segment over time, and the ways to hand it on. */
export function OverTime({ segment }: { segment: Segment }) {
  const { data, error, refetch } = useSegmentHistory(segment.id);
  const hand = useHandOn(segment);
  return (
    <section aria-label="Over time" className="mt-8 border-t border-line pt-5">
      <div className="mb-2 flex min-h-[30px] flex-wrap items-center gap-x-2">
        <h2 className="mr-auto font-semibold">Over time</h2>
        {data && (
          <Counted part={{ title: "Over time", formula: FORMULA, statements: [data.statement] }} />
        )}
      </div>
      {error && <Failed error={error} what="The sizes" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-[72px] max-w-[420px]" />}
      {data && <Sizes history={data} />}
      <Changed id={segment.id} />
      {data && <Moves moves={data.moves} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={hand.klaviyo}>
          <Icon name="download" /> Definition for Klaviyo
        </Button>
        <Button onClick={hand.csv}>
          <Icon name="download" /> Sizes as CSV
        </Button>
      </div>
      <p className="mt-2 max-w-[60ch] text-12 text-faint">
        Customers are in neither file: counts alone leave the warehouse, and addresses stay in the
        database.
      </p>
    </section>
  );
}
