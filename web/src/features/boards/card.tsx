"use client";
import dynamic from "next/dynamic";
import type { ComponentProps, ReactNode } from "react";
import type { Widget, WidgetData } from "@/api/types";
import type { Betters } from "@/blocks/moved";
import { dataOfSaved } from "@/blocks/saved-data";
import { formatDayRange } from "@/lib/format";
import { Button } from "@/ui/button";

const Waiting = () => <div aria-busy="true" className="skeleton h-full" />;

// Cards keep their size, so the drawing may come after the figures.
const AnswerChart = dynamic(() => import("@/blocks/answer-chart").then((m) => m.AnswerChart), {
  ssr: false,
  loading: Waiting,
});

interface Answers {
  data: Map<string, WidgetData> | undefined;
  error: Error | null;
  retry: () => void;
  betterOf: Betters;
}

function Trouble({ text, retry }: { text: string; retry: () => void }) {
  return (
    <div className="grid h-full content-center justify-items-start gap-2">
      <p className="text-pretty text-12 text-soft">{text}</p>
      <Button look="quiet" className="-ml-2" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

function Body({ widget, data, error, retry, betterOf }: Answers & { widget: Widget }) {
  if (error) return <Trouble text={error.message} retry={retry} />;
  const found = data?.get(widget.id);
  if (!found) return <Waiting />;
  if (found.problem) return <Trouble text={found.problem.message} retry={retry} />;
  if (!found.answer) return null;
  const { answer } = found;
  if (answer.rows.length === 0) return <p className="text-12 text-soft">No rows in these days.</p>;
  return (
    <AnswerChart
      data={dataOfSaved(answer)}
      chart={answer.chart}
      betterOf={betterOf}
      label={widget.name}
    />
  );
}

function days({ data }: Answers, widget: Widget): string {
  const window = data?.get(widget.id)?.answer?.window;
  return window ? formatDayRange(window.start, window.end) : "";
}

/** Its head can be something to drag it by. */
interface CardProps extends Omit<ComponentProps<"header">, "children"> {
  widget: Widget;
  answers: Answers;
  /** What stands at the right of the name: its menu, or its handle while arranging. */
  children?: ReactNode;
}

/** A saved answer in a frame of fixed size, so that nothing moves when its rows arrive. */
export function Card({ widget, answers, children, ...head }: CardProps) {
  return (
    <article
      aria-label={widget.name}
      className="flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface"
    >
      <header {...head} className="flex min-h-9 items-center gap-2 pt-1 pr-1.5 pl-3.5">
        <h3 className="mr-auto min-w-0 truncate text-[12.5px] text-soft" title={widget.name}>
          {widget.name}
        </h3>
        <span className="truncate text-11 text-faint max-wide:hidden">{days(answers, widget)}</span>
        {children}
      </header>
      <div className="min-h-0 flex-1 overflow-auto px-3.5 pb-3">
        <Body widget={widget} {...answers} />
      </div>
    </article>
  );
}

export type { Answers };
