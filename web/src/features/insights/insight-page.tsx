"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useInsight, useInsights } from "@/api/queries/insights";
import { useWorkspace } from "@/api/session";
import type { Insight, InsightAsk, InsightInfo } from "@/api/types";
import { Gaps } from "@/blocks/gaps";
import { cx } from "@/lib/cx";
import { formatDataUntil, formatDayRange } from "@/lib/format";
import { insightTitle } from "@/lib/insights";
import { PageBar } from "@/ui/page-bar";
import { Failed, Notice } from "@/ui/state";
import { StoryHead } from "./member-link";
import { Options } from "./options";
import { Part } from "./part";
import { useAsk } from "./use-ask";

function Skeleton() {
  return (
    <div aria-busy="true">
      <div className="skeleton mb-7 h-[53px] max-w-[640px]" />
      <div className="skeleton mb-9 h-24" />
      <div className="skeleton h-[420px]" />
    </div>
  );
}

function Sentences({ insight }: { insight: Insight }) {
  const [first, ...rest] = insight.sentences;
  if (!first) return null;
  return (
    <div className="mb-7 max-w-[60em] text-pretty">
      <p className="text-18 font-medium leading-[1.45] tracking-[-0.012em] max-rail:text-[16px]">
        {first}
      </p>
      {rest.map((sentence) => (
        <p key={sentence} className="mt-1.5 text-soft">
          {sentence}
        </p>
      ))}
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

interface ShownProps {
  insight: Insight;
  ask: InsightAsk;
  stale: boolean;
}

function Shown({ insight, ask, stale }: ShownProps) {
  return (
    <div className={cx("transition-opacity", stale && "opacity-55")} aria-busy={stale}>
      {insight.member && <StoryHead member={insight.member} />}
      <Until insight={insight} />
      <Sentences insight={insight} />
      {insight.parts.map((part) => (
        <Part key={part.key} {...{ part, insight, ask }} />
      ))}
      <Gaps gaps={insight.gaps} />
      {insight.notes.map((note) => (
        <p key={note} className="mb-1 max-w-[70ch] text-12 text-faint">
          {note}
        </p>
      ))}
    </div>
  );
}

const notHere = (infos: readonly InsightInfo[] | undefined, name: string) =>
  infos !== undefined && !infos.some((one) => one.name === name);

/** One page of insights: `steering` chooses its days. */
export function InsightPage({ name, steering }: { name: string; steering: ReactNode }) {
  const { data: infos, error: unlisted, refetch: list } = useInsights();
  const info = infos?.find((one) => one.name === name);
  const { ask, choose, ready } = useAsk(info);
  const { data, error, refetch, isPlaceholderData } = useInsight(name, ask, ready);
  const failed = error ?? unlisted;
  const absent = notHere(infos, name);
  return (
    <>
      <PageBar title={info?.title ?? insightTitle(name)}>
        <div className="flex flex-wrap gap-2 max-rail:order-2 max-rail:basis-full">
          {steering}
          {!ask.member && (
            <Options
              options={data?.options ?? info?.options ?? []}
              onChoose={(option, value) => void choose({ [option]: value })}
            />
          )}
        </div>
      </PageBar>
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
      {data && <Shown insight={data} ask={ask} stale={isPlaceholderData} />}
    </>
  );
}
