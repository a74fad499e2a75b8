import Link from "next/link";
import type { Answer, QuestionChange } from "@/api/types";
import { Button, buttonClass } from "@/ui/button";
import { Chips } from "./chips";

const CODES_OF_FILES = new Set(["no_answer", "unknown_metric"]);

interface NoAnswerProps {
  answer: Answer;
  onAsk: (question: string) => void;
  onChange: (change: QuestionChange) => void;
}

/** A question back, or a refusal: why, and near questions that have an answer. */
export function NoAnswer({ answer, onAsk, onChange }: NoAnswerProps) {
  const refused = answer.outcome === "refuse";
  return (
    <div className="pb-2">
      <p className="mb-1 flex items-center gap-2 text-12 text-faint">
        <span
          aria-hidden="true"
          className={`size-1.5 rounded-full ${refused ? "bg-bad" : "bg-accent"}`}
        />
        {refused ? "Not answered" : "A question back"}
      </p>
      <p className="max-w-[60ch] text-pretty text-18 font-medium leading-[1.4] tracking-[-0.012em]">
        {answer.message}
      </p>
      {answer.question && (
        <div className="mt-3">
          <Chips answer={answer} onChange={onChange} />
        </div>
      )}
      {answer.suggestions.length > 0 && (
        <>
          <h2 className="mt-5 mb-1.5 text-12 text-faint">Did you mean</h2>
          <ul className="flex flex-wrap gap-2">
            {answer.suggestions.map((text) => (
              <li key={text}>
                <Button
                  look="chip"
                  className="h-auto min-h-[30px] text-left whitespace-normal"
                  onClick={() => onAsk(text)}
                >
                  {text}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {CODES_OF_FILES.has(answer.code ?? "") && (
        <Link href="/imports/" className={buttonClass("outline", "mt-5")}>
          Add a file
        </Link>
      )}
    </div>
  );
}
