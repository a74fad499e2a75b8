"use client";
import { useMemo, useState } from "react";
import type { Answer, QuestionChange } from "@/api/types";
import { AnswerChart } from "@/blocks/answer-chart";
import { chartOfAnswer, dataOfAnswer } from "@/blocks/answer-data";
import { AnswerTable, type OnPickValue } from "@/blocks/answer-table";
import { useBetters } from "@/blocks/use-betters";
import type { AnswerData } from "@/charts/prepare/answer";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { AnswerFoot } from "./answer-foot";
import { ChartPicker } from "./chart-picker";
import { Chips } from "./chips";
import { notesOf } from "./chips-of";
import { choicesOfAnswer } from "./choices";
import { onlyValue } from "./narrow";
import { SourceLine } from "./source-line";
import { useDrawing } from "./use-explore";
import { Workings } from "./workings";

interface BodyProps {
  data: AnswerData;
  chart: ChartSpec;
  onRedraw: (next: Partial<ChartSpec>) => void;
  onPick: OnPickValue;
}

function Body({ data, chart, onRedraw, onPick }: BodyProps) {
  const choices = useMemo(() => choicesOfAnswer(data), [data]);
  const betterOf = useBetters(data.previous !== null);
  if (data.rows.length === 0) return null;
  const inTable = chart.kind === "bar" || chart.kind === "table";
  const table = { data, betterOf, onPick, bars: chart.kind === "bar" };
  return (
    <div className="grid gap-4">
      {choices.kinds.length > 2 && (
        <ChartPicker chart={chart} choices={choices} onPick={onRedraw} />
      )}
      {!inTable && <AnswerChart data={data} chart={chart} betterOf={betterOf} />}
      {chart.kind !== "number" && <AnswerTable {...table} />}
    </div>
  );
}

/** A chart as it is stored with what is saved. */
const kept = (chart: ChartSpec) => ({ ...chart, y: [...chart.y] });

interface AnswerCardProps {
  answer: Answer;
  /** The question with everything that was asked after it. */
  title: string;
  onChange: (change: QuestionChange) => void;
  onEditSql: (sql: string) => void;
}

/** The sentence, how it was read, the figures, and the workings. */
export function AnswerCard({ answer, title, onChange, onEditSql }: AnswerCardProps) {
  const [open, setOpen] = useState(false);
  const data = useMemo(() => dataOfAnswer(answer), [answer]);
  const rule = useMemo(() => chartOfAnswer(answer), [answer]);
  const { chart, redraw } = useDrawing(rule);
  const notes = notesOf(answer);
  const pick: OnPickValue = (field, value) => onChange(onlyValue(answer, field, value));
  return (
    <>
      <p className="max-w-[60ch] text-pretty text-20 font-medium leading-[1.4] tracking-[-0.012em] max-rail:text-18">
        {answer.sentence}
      </p>
      {answer.label && (
        <p className="mt-2 inline-block rounded-full bg-sunk px-2 py-1 text-12">{answer.label}</p>
      )}
      <div className="mt-3 mb-5">
        <Chips answer={answer} onChange={onChange} />
      </div>
      <Body data={data} chart={chart} onRedraw={redraw} onPick={pick} />
      <SourceLine answer={answer} />
      {notes.length > 0 && (
        <ul className="mt-1 text-12 text-faint">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {open && <Workings answer={answer} onEdit={onEditSql} />}
      <AnswerFoot
        answer={answer}
        title={title}
        chart={kept(chart)}
        open={open}
        onSql={() => setOpen(!open)}
      />
    </>
  );
}
