"use client";
import { useAnswer } from "@/api/queries/ask";
import { cx } from "@/lib/cx";
import { Failed } from "@/ui/state";
import { AnswerCard } from "./answer-card";
import { FollowUp } from "./follow-up";
import { NoAnswer } from "./no-answer";
import { Steps } from "./trail";
import type { Explore } from "./use-explore";

function Waiting() {
  return (
    <div className="grid gap-3">
      <div className="skeleton h-7 w-2/3" />
      <div className="skeleton h-[26px] w-1/2" />
      <div className="skeleton mt-2 h-[220px]" />
    </div>
  );
}

/** The answer to what the address asks, and room to go on from it. */
export function Asked({ explore }: { explore: Explore }) {
  const { trail, followUp, change, backTo, ask, runSql } = explore;
  const { data: answer, error, refetch, isFetching } = useAnswer(trail);
  if (error) return <Failed error={error} what="The answer" onRetry={refetch} />;
  return (
    <>
      <article
        aria-label="Answer"
        aria-busy={isFetching}
        className="rounded-card border border-line bg-surface px-5 pt-4 pb-2.5 max-rail:px-4"
      >
        <Steps steps={trail.steps} onBack={backTo} />
        <p role="status" className="sr-only">
          {isFetching ? "Looking it up" : (answer?.sentence ?? answer?.message)}
        </p>
        {/* While a change is worked out the answer before it stays, so nothing jumps. */}
        <div className={cx(isFetching && answer && "opacity-50 transition-opacity duration-200")}>
          {!answer && <Waiting />}
          {answer?.outcome === "answer" && (
            <AnswerCard
              answer={answer}
              title={trail.steps.map(({ words }) => words).join(", ")}
              onChange={change}
              onEditSql={runSql}
            />
          )}
          {answer && answer.outcome !== "answer" && (
            <NoAnswer answer={answer} onAsk={ask} onChange={change} />
          )}
        </div>
      </article>
      {answer?.outcome === "answer" && <FollowUp onAsk={followUp} />}
    </>
  );
}
