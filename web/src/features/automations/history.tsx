"use client";
import Link from "next/link";
import { useAutomationRuns } from "@/api/queries/automations";
import { useWorkspace } from "@/api/session";
import type { Automation, AutomationRun } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment, plural } from "@/lib/format";
import { Failed } from "@/ui/state";
import { resultWords } from "./words";

function Why({ due }: { due: AutomationRun }) {
  const { note, missed, run } = due;
  const text = note ?? (run?.status === "completed" ? run.answer : run?.error?.message);
  return (
    <>
      {missed > 0 && <span>{plural(missed, "time")} more. </span>}
      {text}
    </>
  );
}

function Row({ due }: { due: AutomationRun }) {
  const { timezone } = useWorkspace();
  const bad = due.status === "blocked" || due.status === "failed" || due.run?.status === "failed";
  return (
    <tr>
      <td className="whitespace-nowrap text-soft">{formatMoment(due.created_at, timezone)}</td>
      <td className={cx("text whitespace-nowrap", bad && "text-bad")}>{resultWords(due)}</td>
      <td className="text w-full">
        <span className="line-clamp-2 text-pretty text-soft wrap-anywhere">
          <Why due={due} />
        </span>
      </td>
      <td>
        {due.run && (
          <Link
            href={`/threads/?thread=${due.run.thread_id}`}
            aria-label={`Open the run of ${formatMoment(due.created_at, timezone)}`}
            className="underline underline-offset-2 max-rail:inline-block max-rail:min-h-11"
          >
            Open
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Every time that it was due, and what became of it. */
export function History({ automation }: { automation: Automation }) {
  const { data, error, refetch } = useAutomationRuns(automation.id);
  return (
    <section aria-labelledby="history">
      <h3 id="history" className="mb-2 font-semibold">
        History
      </h3>
      {error && !data && <Failed error={error} what="The history" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-20" />}
      {data?.total === 0 && <p className="text-soft">It has not run yet.</p>}
      {data && data.total > 0 && (
        <table className="ledger">
          <thead>
            <tr>
              <th>When</th>
              <th className="text">Result</th>
              <th className="text">What it found</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.items.map((due) => (
              <Row key={due.id} due={due} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
