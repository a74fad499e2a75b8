"use client";
import { useMemo } from "react";
import { FIRST_ROWS, MOST_ROWS, useAllRows } from "@/api/queries/sql";
import { useWorkspace } from "@/api/session";
import type { SqlAnswer } from "@/api/types";
import { AnswerChart } from "@/blocks/answer-chart";
import { chartOfSql, dataOfSql, kindOfType } from "@/blocks/sql-data";
import type { ChartSpec } from "@/charts/prepare/chart-rule";
import { formatCount, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { RowsGrid } from "@/ui/rows-grid";
import { useToast } from "@/ui/toast";
import { ChartPicker } from "./chart-picker";
import { choicesOfSql } from "./choices";
import { saveCsv, sqlCsv } from "./export";
import { SaveButton } from "./save-button";
import { ShareButton } from "./share-button";
import { useDrawing } from "./use-explore";

function Csv({ answer, sql }: { answer: SqlAnswer; sql: string }) {
  const all = useAllRows();
  const { complain } = useToast();
  const save = () => {
    const write = (rows: SqlAnswer) => saveCsv("rows.csv", sqlCsv(rows));
    if (!answer.truncated || answer.rows.length >= MOST_ROWS) return write(answer);
    all.mutate(sql, { onSuccess: write, onError: (error) => complain(error.message) });
  };
  return (
    <Button look="quiet" onClick={save} disabled={all.isPending || answer.rows.length === 0}>
      <Icon name="download" /> CSV
    </Button>
  );
}

interface DrawnProps {
  answer: SqlAnswer;
  chart: ChartSpec;
  onRedraw: (next: Partial<ChartSpec>) => void;
}

function Drawn({ answer, chart, onRedraw }: DrawnProps) {
  const { currency } = useWorkspace();
  const data = useMemo(() => dataOfSql(answer, chart, currency), [answer, chart, currency]);
  const choices = useMemo(() => choicesOfSql(answer), [answer]);
  return (
    <>
      <ChartPicker chart={chart} choices={choices} onPick={onRedraw} />
      {chart.kind !== "table" && (
        <div className="my-4">
          <AnswerChart data={data} chart={chart} />
        </div>
      )}
    </>
  );
}

interface SqlResultProps {
  sql: string;
  answer: SqlAnswer;
  onMore: () => void;
}

/** The rows of a statement, drawn where they have figures, and every one of them below. */
export function SqlResult({ sql, answer, onMore }: SqlResultProps) {
  const { columns, types, rows, truncated } = answer;
  const rule = useMemo(() => chartOfSql(answer), [answer]);
  const { chart, redraw } = useDrawing(rule);
  const numeric = types.map((type) => kindOfType(type) === "number");
  return (
    <article
      aria-label="Rows"
      className="rounded-card border border-line bg-surface px-5 pt-4 pb-2.5 max-rail:px-4"
    >
      <Drawn answer={answer} chart={chart} onRedraw={redraw} />
      {rows.length === 0 && <p className="mt-2 text-soft">The statement found no rows.</p>}
      {rows.length > 0 && (
        <div className="mt-3">
          <RowsGrid label="Rows of the statement" {...{ columns, numeric, rows }} />
        </div>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-1 gap-y-1">
        <Csv answer={answer} sql={sql} />
        <SaveButton name="" what={{ sql, chart: { ...chart, y: [...chart.y] } }} />
        <ShareButton />
        <span className="flex-1" />
        {truncated && rows.length <= FIRST_ROWS && (
          <Button look="quiet" onClick={onMore}>
            Show up to {formatCount(MOST_ROWS)}
          </Button>
        )}
        <span className="text-12 text-faint">
          {truncated ? `the first ${plural(rows.length, "row")}` : plural(rows.length, "row")} ·{" "}
          {Math.max(1, Math.round(answer.ms))} ms
        </span>
      </div>
    </article>
  );
}
