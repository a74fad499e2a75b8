import { type AnswerData, layoutOf, numberAt } from "@/charts/prepare/answer";
import { formatValue } from "@/lib/format";
import { type Betters, Moved } from "./moved";

/** One row of figures without a split: each large, with what it was before. */
export function BigNumbers({ data, betterOf }: { data: AnswerData; betterOf: Betters }) {
  const row = data.rows[0];
  if (!row) return null;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4 py-1">
      {layoutOf(data.columns).measures.map((measure) => {
        const say = (at: number | null) =>
          formatValue(numberAt(row, at), measure.unit, data.currency);
        return (
          <div key={measure.key}>
            <dt className="text-12 text-faint">{measure.label}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-2.5">
              <strong className="text-28 font-semibold leading-[1.25] tracking-[-0.02em]">
                {say(measure.at)}
              </strong>
              <Moved {...{ row, measure, betterOf }} className="text-13" />
              {measure.previousAt !== null && (
                <span className="text-12 text-faint">from {say(measure.previousAt)}</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
