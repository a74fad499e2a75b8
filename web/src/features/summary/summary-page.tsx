"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useOpenAlerts } from "@/api/queries/alerts";
import { useWidgets } from "@/api/queries/boards";
import { useSummary } from "@/api/queries/summary";
import { useWorkspace } from "@/api/session";
import type { Summary } from "@/api/types";
import { cx } from "@/lib/cx";
import { modKey } from "@/lib/keyboard";
import { showOverlay } from "@/lib/overlay";
import { useWindow } from "@/lib/params";
import { Button, IconButton } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";
import { ComparePicker } from "./compare-picker";
import { saveTiles } from "./export";
import { FirstFiles } from "./first-files";
import { Lede } from "./lede";
import { RangePicker } from "./range-picker";
import { Sections } from "./sections";
import { SummarySkeleton } from "./skeleton";
import { StatusLine } from "./status-line";
import { Today } from "./today";

const ProfitStrip = dynamic(() => import("./profit-strip").then((m) => m.ProfitStrip), {
  ssr: false,
});

const isEmpty = (summary: Summary) => summary.freshness.version === 0;

interface FiguresProps {
  summary: Summary;
  stale: boolean;
  board: ReactNode;
}

/** What today asks for does not change with the days that the figures are of. */
function Figures({ summary, stale, board }: FiguresProps) {
  const fading = { className: cx("transition-opacity", stale && "opacity-55"), "aria-busy": stale };
  return (
    <>
      <div {...fading}>
        <StatusLine summary={summary} />
      </div>
      <Today />
      <div {...fading}>
        <Lede summary={summary} />
        <Sections summary={summary} board={board} />
        <ProfitStrip />
      </div>
    </>
  );
}

/**
 * `board` stands below the pinned figures, today's cards above; the page waits for both, so that
 * nothing moves down.
 */
export function SummaryPage({ board }: { board: ReactNode }) {
  const window = useWindow();
  const workspace = useWorkspace();
  const { data: found, error, refetch, isPlaceholderData } = useSummary(window);
  const { isPending: boardComes } = useWidgets();
  const { isPending: todayComes } = useOpenAlerts();
  const data = boardComes || todayComes ? undefined : found;
  const ready = data && !isEmpty(data);
  return (
    <>
      <PageBar title="Summary">
        <div className="flex gap-2 max-rail:order-2 max-rail:basis-full">
          <RangePicker summary={data} />
          <ComparePicker />
        </div>
        <Button
          look="chip"
          className="ml-auto max-w-[300px] grow basis-[190px] justify-between text-faint max-wide:grow-0 max-wide:basis-auto max-rail:hidden"
          onClick={() => showOverlay("palette")}
        >
          <span>Ask, or find a figure</span>
          <Kbd>{modKey("K")}</Kbd>
        </Button>
        <IconButton
          icon="download"
          label="Download these figures as CSV"
          className="max-rail:-mr-3.5"
          disabled={!ready}
          onClick={() => data && saveTiles(data, workspace.slug)}
        />
      </PageBar>
      {!data && !error && <SummarySkeleton />}
      {!data && error && <Failed error={error} what="The summary" onRetry={refetch} />}
      {data && isEmpty(data) && <FirstFiles />}
      {ready && <Figures summary={data} stale={isPlaceholderData} board={board} />}
    </>
  );
}
