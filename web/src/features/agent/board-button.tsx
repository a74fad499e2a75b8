"use client";
import { useWidgetActions } from "@/api/queries/boards";
import { useSave } from "@/api/queries/saved";
import { useMay } from "@/api/session";
import type { Answer, Widget } from "@/api/types";
import { chartOfAnswer } from "@/blocks/answer-data";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

const MOST_LETTERS = 120;

/** Puts an answer on Summary for everybody of the store, with a way back. */
export function BoardButton({ answer }: { answer: Answer }) {
  const save = useSave();
  const { remove } = useWidgetActions();
  const { say, complain } = useToast();
  const { question } = answer;
  if (!useMay("marketer") || !question) return null;
  const name = answer.prompt.slice(0, MOST_LETTERS);
  const chart = chartOfAnswer(answer);
  const add = () =>
    save.mutate(
      { shelf: "widget", body: { name, question, chart: { ...chart, y: [...chart.y] } } },
      {
        onSuccess: (made) =>
          say(`“${name}” is on Summary`, {
            label: "Undo",
            onAct: () => remove.mutate((made as Widget).id),
          }),
        onError: (error) => complain(error.message),
      },
    );
  return (
    <Button look="quiet" disabled={save.isPending || save.isSuccess} onClick={add}>
      <Icon name={save.isSuccess ? "check" : "plus"} />
      {save.isSuccess ? "On Summary" : "Add to Summary"}
    </Button>
  );
}
