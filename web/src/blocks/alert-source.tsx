"use client";
import { useAlert } from "@/api/queries/alerts";
import type { AlertDetail } from "@/api/types";
import { Statement } from "@/blocks/statement";
import { Panel } from "@/ui/panel";
import { Failed } from "@/ui/state";

interface AlertSourceProps {
  alertId: string;
  /** Which of its sources. */
  place: number;
  number: string;
  onClose: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

/** Whether the alert still says that number: a look at the data may have brought it up to date. */
const saysStill = ({ told, effect_source }: AlertDetail, place: number, number: string) =>
  effect_source === place || told.some(({ text, source }) => source === place && text === number);

/** The glass box of a number of an alert: its formula in words and the stored SQL under it. */
export function AlertSource({ alertId, place, number, ...panel }: AlertSourceProps) {
  const { data, error, refetch } = useAlert(alertId);
  const source = data && saysStill(data, place, number) ? data.sources[place] : null;
  return (
    <Panel title={number} {...panel}>
      {!data && error && <Failed error={error} what="This number" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-64" />}
      {data && !source && (
        <p className="text-soft">The alert was brought up to date and says something else now.</p>
      )}
      {data && (
        <>
          <p className="text-pretty text-soft">{data.title}</p>
          {source && (
            <p className="mt-4 rounded-field bg-sunk px-3 py-2.5 text-pretty">{source.formula}</p>
          )}
          {source?.statements.map((statement) => (
            <Statement key={statement.sql_id} statement={statement} />
          ))}
        </>
      )}
    </Panel>
  );
}
