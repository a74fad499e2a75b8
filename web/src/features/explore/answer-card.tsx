"use client";
import { useMemo, useState } from "react";
import type { Answer } from "@/api/types";
import { AnswerChart } from "@/blocks/answer-chart";
import { chartOfAnswer, dataOfAnswer } from "@/blocks/answer-data";
import { AnswerTable } from "@/blocks/answer-table";
import { useBetters } from "@/blocks/use-betters";
import { AnswerFoot } from "./answer-foot";
import { Chips } from "./chips";
import { notesOf } from "./chips-of";
import { Workings } from "./workings";

function Body({ answer }: { answer: Answer }) {
  const data = useMemo(() => dataOfAnswer(answer), [answer]);
  const chart = useMemo(() => chartOfAnswer(answer), [answer]);
  const betterOf = useBetters(data.previous !== null);
  if (data.rows.length === 0) return null;
  return (
    <div className="grid gap-4">
      <AnswerChart data={data} chart={chart} betterOf={betterOf} />
      {chart.kind === "line" && <AnswerTable data={data} bars={false} betterOf={betterOf} />}
    </div>
  );
}

interface AnswerCardProps {
  answer: Answer;
  onFollowUp: (text: string) => void;
}

/** The sentence, how it was read, the figures, and the workings. */
export function AnswerCard({ answer, onFollowUp }: AnswerCardProps) {
  const [open, setOpen] = useState(false);
  const notes = notesOf(answer);
  return (
    <>
      <p className="max-w-[60ch] text-pretty text-20 font-medium leading-[1.4] tracking-[-0.012em] max-rail:text-18">
        {answer.sentence}
      </p>
      <div className="mt-3 mb-5">
        <Chips answer={answer} onChange={onFollowUp} />
      </div>
      <Body answer={answer} />
      {notes.length > 0 && (
        <ul className="mt-3 text-12 text-faint">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {open && <Workings answer={answer} />}
      <AnswerFoot answer={answer} open={open} onSql={() => setOpen(!open)} />
    </>
  );
}
