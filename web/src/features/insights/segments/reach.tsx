"use client";
import { useEffect, useState } from "react";
import { usePreview } from "@/api/queries/segments";
import type { SegmentPreview, SegmentRules } from "@/api/types";
import { Counted } from "@/blocks/counted";
import { cx } from "@/lib/cx";
import { formatCount, formatMoney, formatPercent } from "@/lib/format";

const TYPING_MS = 350;

/** What was typed last, once the hand rests. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

const FORMULA =
  "Customers known by the end of the day for whom the rules hold. Cancelled orders do not count; " +
  "what was spent is the total of orders less refunds.";

function factsOf({ share, accepting_email, spent, currency }: SegmentPreview): string {
  const facts = [
    share !== null && `${formatPercent(share)} of all customers`,
    accepting_email === null
      ? "no file tells who accepts e-mail"
      : `${formatCount(accepting_email)} accept e-mail`,
    `${formatMoney(spent, currency)} spent so far`,
  ];
  return facts.filter(Boolean).join(" · ");
}

/** How many the rules reach, as they are now. The last size stays until the next one is there. */
export function Reach({ rules }: { rules: SegmentRules | null }) {
  const text = useRested(rules && JSON.stringify(rules));
  const [asked, setAsked] = useState<SegmentRules | null>(rules);
  useEffect(() => setAsked(text === null ? null : JSON.parse(text)), [text]);
  const { data, error, isPlaceholderData } = usePreview(asked);
  const old = rules === null || isPlaceholderData || error !== null;
  return (
    <section aria-label="Audience" aria-busy={isPlaceholderData} className="mb-5">
      <div aria-live="polite" className={cx("transition-opacity", old && "opacity-55")}>
        <p className="flex min-h-[39px] items-baseline gap-2">
          <strong className="text-28 font-semibold leading-[39px] tracking-[-0.02em]">
            {data ? formatCount(data.customers) : "–"}
          </strong>
          <span className="text-soft">{data?.customers === 1 ? "customer" : "customers"}</span>
        </p>
        <p className="min-h-5 text-12 text-faint">{data && factsOf(data)}</p>
        <p className="mt-2 min-h-6 max-w-[60em] text-pretty text-15">{data?.sentence}</p>
      </div>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {error.message} {data && "The size above is that of the rules before."}
        </p>
      )}
      {rules === null && <p className="mt-2 text-soft">Fill in the value of each rule.</p>}
      {data && (
        <div className="-ml-2 mt-1">
          <Counted part={{ title: "Audience", formula: FORMULA, statements: [data.statement] }} />
        </div>
      )}
    </section>
  );
}
