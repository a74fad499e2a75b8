"use client";
import { useAnswer } from "@/api/queries/ask";
import { Failed } from "@/ui/state";
import { AnswerCard } from "./answer-card";
import { FollowUp } from "./follow-up";
import { NoAnswer } from "./no-answer";
import { Steps } from "./trail";
import type { Explore } from "./use-explore";

function Waiting() {
  return (
    <div aria-busy="true" className="grid gap-3">
      <span className="sr-only" role="status">
        Looking it up
      </span>
      <div className="skeleton h-7 w-2/3" />
      <div className="skeleton h-[26px] w-1/2" />
      <div className="skeleton mt-2 h-[220px]" />
    </div>
  );
}

/** The answer to what the address asks, and room to go on from it. */
export function Asked({ explore }: { explore: Explore }) {
  const { trail, followUp, backTo, ask } = explore;
  const { data: answer, error, refetch, isFetching } = useAnswer(trail);
  if (error) return <Failed error={error} what="The answer" onRetry={refetch} />;
  return (
    <>
      <article
        aria-label="Answer"
        className="rounded-card border border-line bg-surface px-5 pt-4 pb-2.5 max-rail:px-4"
      >
        <Steps steps={trail.steps} onBack={backTo} />
        {!answer && <Waiting />}
        {answer?.outcome === "answer" && (
          <AnswerCard key={answer.id} answer={answer} onFollowUp={followUp} />
        )}
        {answer && answer.outcome !== "answer" && <NoAnswer answer={answer} onAsk={ask} />}
      </article>
      {answer?.outcome === "answer" && <FollowUp busy={isFetching} onAsk={followUp} />}
    </>
  );
}
