import Link from "next/link";
import { useWorkspace } from "@/api/session";
import type { Summary } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatDataUntil, formatDayRange, formatMoment } from "@/lib/format";

/** How fresh the figures are, and how many of them Shopify's own reports agree with. */
export function StatusLine({ summary }: { summary: Summary }) {
  const { timezone } = useWorkspace();
  const { freshness, range, reconciled } = summary;
  return (
    <p className="mb-4 flex flex-wrap content-start gap-x-4 text-12 text-faint max-rail:h-[36px] max-rail:overflow-hidden">
      <span className="rail:hidden">
        {formatDayRange(range.start, range.end, summary.as_of.slice(0, 4))}
      </span>
      {freshness.data_until && (
        <span>Data until {formatDataUntil(freshness.data_until, timezone)}</span>
      )}
      {reconciled.total > 0 && (
        <span>
          <b className="font-medium text-good">
            {formatCount(reconciled.equal)} of {formatCount(reconciled.total)}
          </b>{" "}
          numbers equal Shopify’s reports
        </span>
      )}
      {freshness.imported_at && (
        <Link
          href="/imports/"
          className={cx("hover:text-ink", reconciled.total > 0 && "max-rail:hidden")}
        >
          Imported {formatMoment(freshness.imported_at, timezone)}
        </Link>
      )}
    </p>
  );
}
