"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useInsight, useInsights } from "@/api/queries/insights";
import { useWorkspace } from "@/api/session";
import type { Insight, InsightAsk, InsightInfo } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatDataUntil, formatDayRange } from "@/lib/format";
import { insightTitle } from "@/lib/insights";
import { OwnRange } from "@/lib/own-range";
import { DEFAULT_RANGE } from "@/lib/ranges";
import { buttonClass } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Failed, Notice } from "@/ui/state";
import { StoryHead } from "./member-link";
import { Options } from "./options";
import { SaveReport } from "./save-report";
import { SetStock } from "./set-stock";
import { Siblings } from "./siblings";
import { Told } from "./told";
import { useAsk } from "./use-ask";

const given = (ask: InsightAsk) =>
  Object.fromEntries(
    Object.entries(ask).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])),
  );

function Skeleton() {
  return (
    <div aria-busy="true">
      <div className="skeleton mb-7 h-[53px] max-w-[640px]" />
      <div className="skeleton mb-9 h-24" />
      <div className="skeleton h-[420px]" />
    </div>
  );
}

function Until({ insight }: { insight: Insight }) {
  const { timezone } = useWorkspace();
  const { start, end } = insight.window;
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 text-12 text-faint">
      <span>{formatDayRange(start, end, insight.as_of.slice(0, 4))}</span>
      {insight.data_until && (
        <span>Data until {formatDataUntil(insight.data_until, timezone)}</span>
      )}
    </p>
  );
}

interface Later {
  error: Error | null;
  refetch: () => unknown;
}

function Rest({ error, refetch }: Later) {
  if (error) return <Failed error={error} what="The rest of the page" onRetry={refetch} />;
  return (
    <div aria-busy="true">
      <span className="sr-only">The rest of the page is being counted.</span>
      <div className="skeleton mb-9 h-[320px]" />
    </div>
  );
}

interface ShownProps {
  insight: Insight;
  ask: InsightAsk;
  stale: boolean;
  rest: Later | null;
}

function Shown({ insight, ask, stale, rest }: ShownProps) {
  return (
    <div className={cx("transition-opacity", stale && "opacity-55")} aria-busy={stale}>
      {insight.member && <StoryHead member={insight.member} />}
      <Until insight={insight} />
      <Told insight={insight} source={{ path: `/insights/${insight.name}`, query: given(ask) }}>
        {rest && !stale && <Rest {...rest} />}
      </Told>
    </div>
  );
}

const notHere = (infos: readonly InsightInfo[] | undefined, name: string) =>
  infos !== undefined && !infos.some((one) => one.name === name);

interface InsightPageProps {
  name: string;
  /** Chooses the days. */
  steering: ReactNode;
}

function Page({ name, steering }: InsightPageProps) {
  const { data: infos, error: unlisted, refetch: list } = useInsights();
  const info = infos?.find((one) => one.name === name);
  const { ask, choose } = useAsk();
  const { data, error, refetch, isPlaceholderData, rest } = useInsight(name, ask, !!info);
  const failed = error ?? unlisted;
  const absent = notHere(infos, name);
  return (
    <>
      <PageBar title={info?.title ?? insightTitle(name)}>
        <div className="flex flex-wrap gap-2 max-rail:order-2 max-rail:basis-full">
          {steering}
          {name === "segments" && !ask.member && (
            <Link href="/insights/segments/saved/" className={buttonClass("chip")}>
              Saved segments
            </Link>
          )}
          {!ask.member && (
            <Options
              options={data?.options ?? info?.options ?? []}
              onChoose={(option, value) => void choose({ [option]: value })}
            />
          )}
          {name === "inventory" && <SetStock />}
          {data && data.parts.length > 0 && <SaveReport insight={data} ask={ask} />}
        </div>
      </PageBar>
      <Siblings name={name} />
      {absent && (
        <Notice title="This page is not here yet">
          The release that this server runs does not have it.{" "}
          <Link href="/insights/" className="text-ink underline underline-offset-4">
            See the pages that are
          </Link>
          .
        </Notice>
      )}
      {!absent && !data && !failed && <Skeleton />}
      {!data && failed && (
        <Failed
          error={failed}
          what="The page"
          onRetry={() => void Promise.all([list(), refetch()])}
        />
      )}
      {data && <Shown insight={data} ask={ask} stale={isPlaceholderData} rest={rest} />}
    </>
  );
}

/** One page of insights, over its own days while nobody chose others. */
export function InsightPage(page: InsightPageProps) {
  const info = useInsights().data?.find(({ name }) => name === page.name);
  return (
    <OwnRange value={info?.default_range ?? DEFAULT_RANGE}>
      <Page {...page} />
    </OwnRange>
  );
}
