"use client";
import { useState } from "react";
import { useThumb } from "@/api/queries/ask";
import type { Answer, SavedQuestionBody } from "@/api/types";
import { cx } from "@/lib/cx";
import { attachToDock } from "@/lib/dock";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";
import { originOf } from "./chips-of";
import { answerCsv, fileName, saveCsv } from "./export";
import { SaveButton } from "./save-button";
import { ShareButton } from "./share-button";

function Thumbs({ id }: { id: string }) {
  const thumb = useThumb();
  const { say, complain } = useToast();
  const [given, setGiven] = useState<boolean | null>(null);
  const give = (helpful: boolean) =>
    thumb.mutate(
      { id, helpful },
      {
        onSuccess: () => {
          setGiven(helpful);
          say(helpful ? "Noted as right" : "Noted as wrong. Put it another way, or edit the SQL");
        },
        onError: (error) => complain(error.message),
      },
    );
  const button = (helpful: boolean, label: string) => (
    <IconButton
      icon={helpful ? "thumbUp" : "thumbDown"}
      label={label}
      aria-pressed={given === helpful}
      disabled={given !== null || thumb.isPending}
      onClick={() => give(helpful)}
      className={cx(given === helpful && "bg-sunk text-ink disabled:opacity-100")}
    />
  );
  return (
    <span className="flex">
      {button(true, "This answer is right")}
      {button(false, "This answer is wrong")}
    </span>
  );
}

interface FootProps {
  answer: Answer;
  title: string;
  /** How it is drawn, which is kept with it. */
  chart: SavedQuestionBody["chart"];
  open: boolean;
  onSql: () => void;
}

/** What can be done with an answer, and how it came about. */
export function AnswerFoot({ answer, title, chart, open, onSql }: FootProps) {
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-1 gap-y-1 border-t border-line pt-2">
      <Button look="quiet" aria-expanded={open} onClick={onSql} className="-ml-2">
        {open ? "Hide SQL" : "SQL"}
      </Button>
      <Button
        look="quiet"
        onClick={() => saveCsv(fileName(title), answerCsv(answer))}
        disabled={answer.rows?.length === 0}
      >
        <Icon name="download" /> CSV
      </Button>
      {answer.question && (
        <SaveButton name={title.slice(0, 120)} what={{ question: answer.question, chart }} />
      )}
      <Button
        look="quiet"
        onClick={() =>
          attachToDock({ kind: "table", name: title, id: null, data: { asked_id: answer.id } })
        }
      >
        <Icon name="agent" /> Attach
      </Button>
      <ShareButton />
      {/* On a phone this breaks the line: acts above, how the answer came about below. */}
      <span className="flex-1 max-rail:basis-full" />
      <span className="text-12 text-faint max-rail:min-w-0 max-rail:flex-1">
        {originOf(answer)}
      </span>
      <Thumbs key={answer.id} id={answer.id} />
    </div>
  );
}
