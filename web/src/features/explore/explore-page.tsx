"use client";
import Link from "next/link";
import { useWorkspace } from "@/api/session";
import { buttonClass } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Notice } from "@/ui/state";
import { AskBox } from "./ask-box";
import { Asked } from "./asked";
import { Start } from "./start";
import { useExplore } from "./use-explore";

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

export function ExplorePage() {
  const explore = useExplore();
  const { warehouse_version: version } = useWorkspace();
  const question = explore.trail.steps[0] ?? "";
  if (version === 0) {
    return (
      <>
        <PageBar title="Explore" />
        <NoData />
      </>
    );
  }
  return (
    <>
      <PageBar title="Explore">
        <AskBox key={question} question={question} onAsk={explore.ask} />
      </PageBar>
      {question ? <Asked explore={explore} /> : <Start onAsk={explore.ask} />}
    </>
  );
}
