"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useWorkspace } from "@/api/session";
import { cx } from "@/lib/cx";
import { buttonClass } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Notice } from "@/ui/state";
import { AskBox } from "./ask-box";
import { Asked } from "./asked";
import { Start } from "./start";
import { type Explore, useExplore } from "./use-explore";

const SqlView = dynamic(() => import("./sql-view").then((m) => m.SqlView), {
  ssr: false,
  loading: () => <div aria-busy="true" className="skeleton h-64" />,
});

/** Before the first file there is nothing to ask about. */
function NoData() {
  return (
    <Notice
      title="Answers appear here with the first file"
      actions={
        <Link href="/imports/" className={buttonClass("solid")}>
          Drop in a folder
        </Link>
      }
    >
      Ask in plain words, “total sales last month by product”, and get the figure, a chart and the
      SQL behind it. Start with an orders export; each further file opens more questions.
    </Notice>
  );
}

function Ways({ explore }: { explore: Explore }) {
  const isSql = explore.view === "sql";
  const built = !isSql && explore.trail.steps[0]?.change !== undefined;
  const ways = [
    ["Ask", !isSql && !built, () => explore.ask("")],
    ["Build", built, explore.build],
    ["SQL", isSql, () => explore.runSql("")],
  ] as const;
  return (
    <fieldset aria-label="Ways to ask" className="flex rounded-field bg-sunk p-0.5">
      {ways.map(([label, here, go]) => (
        <button
          key={label}
          type="button"
          aria-pressed={here}
          onClick={() => void go()}
          className={cx(
            "h-[26px] rounded-[6px] px-2.5 max-rail:h-11",
            here ? "bg-surface font-medium" : "text-soft hover:text-ink",
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

export function ExplorePage() {
  const explore = useExplore();
  const { warehouse_version: version } = useWorkspace();
  const { trail, view, sql, ask, runSql, openSaved } = explore;
  const [first] = trail.steps;
  const question = first && !first.change ? first.words : "";
  if (version === 0) {
    return (
      <>
        <PageBar title="Explore" />
        <NoData />
      </>
    );
  }
  const isSql = view === "sql";
  return (
    <>
      <PageBar title="Explore">
        {isSql ? (
          <span className="flex-1 max-rail:hidden" />
        ) : (
          <AskBox key={question} question={question} eager={!first} onAsk={ask} />
        )}
        <Ways explore={explore} />
      </PageBar>
      {isSql && <SqlView sql={sql} onRun={runSql} />}
      {!isSql && (first ? <Asked explore={explore} /> : <Start onAsk={ask} onOpen={openSaved} />)}
    </>
  );
}
