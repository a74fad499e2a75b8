"use client";
import { useState } from "react";
import { JOBS_LISTED, useJobActions, useJobs } from "@/api/queries/jobs";
import { useWorkspace } from "@/api/session";
import type { Job } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatMoment, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { SelectField } from "@/ui/field";
import { Pager } from "@/ui/pager";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { jobName, STATES, stateWords } from "./job-words";
import { Panel, RowsSkeleton } from "./parts";

type Status = Job["status"];

function When({ job }: { job: Job }) {
  const { timezone } = useWorkspace();
  if (job.due_at && !job.waits_for && new Date(job.due_at) > new Date())
    return <>Due {formatMoment(job.due_at, timezone)}</>;
  if (job.started_at) return <>Started {formatMoment(job.started_at, timezone)}</>;
  return <>Asked for {formatMoment(job.created_at, timezone)}</>;
}

interface RowProps {
  job: Job;
  onRetry: () => void;
  onCancel: () => void;
}

function Act({ job, onRetry, onCancel }: RowProps) {
  const open = job.status === "queued" || job.status === "running";
  if (job.status === "dead")
    return (
      <Button look="outline" onClick={onRetry} aria-label={`Try again: ${jobName(job.name)}`}>
        Try again
      </Button>
    );
  if (!open || job.cancelling) return null;
  return (
    <Button look="quiet" onClick={onCancel} aria-label={`Cancel: ${jobName(job.name)}`}>
      Cancel
    </Button>
  );
}

function Row(props: RowProps) {
  const { job } = props;
  return (
    <tr>
      <td className="text w-full">
        <span className="font-medium">{jobName(job.name)}</span>
        <span className="block text-12 text-faint">
          <When job={job} />
          {job.attempts > 1 && ` · ${plural(job.attempts, "attempt")}`}
        </span>
        {job.error && job.status !== "done" && (
          <span className="mt-0.5 block max-w-[64ch] text-pretty text-soft wrap-anywhere">
            {job.error}
          </span>
        )}
      </td>
      <td
        className={cx("text whitespace-nowrap", job.status === "dead" ? "text-bad" : "text-soft")}
      >
        {stateWords(job)}
      </td>
      <td>
        <Act {...props} />
      </td>
    </tr>
  );
}

interface TableProps {
  jobs: readonly Job[];
}

function Table({ jobs }: TableProps) {
  const { retry, cancel } = useJobActions();
  const { complain, say } = useToast();
  const told = (words: string) => ({
    onSuccess: () => say(words),
    onError: (failure: Error) => complain(failure.message),
  });
  return (
    <table className="ledger [&_td]:align-middle">
      <thead className="sr-only">
        <tr>
          <th>Work</th>
          <th>State</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row
            key={job.id}
            job={job}
            onRetry={() => retry.mutate(job.id, told(`${jobName(job.name)} is tried again`))}
            onCancel={() => cancel.mutate(job.id, told(`${jobName(job.name)} is ended`))}
          />
        ))}
      </tbody>
    </table>
  );
}

export function JobsPage() {
  const [status, setStatus] = useState<Status | undefined>();
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useJobs(status, page);
  if (error && !data) return <Failed error={error} what="Background work" onRetry={refetch} />;
  const show = (value: string) => {
    setStatus(STATES.find((state) => state.status === value)?.status);
    setPage(0);
  };
  return (
    <Panel
      title="Background work"
      note="What the product does by itself: imports, figures made ready, runs of the agent. What fails is tried again; what was given up waits here for you."
    >
      <div className="mb-2 flex flex-wrap items-end justify-between gap-3">
        <SelectField label="Show" value={status ?? ""} onChange={(e) => show(e.target.value)}>
          <option value="">All</option>
          {STATES.map((state) => (
            <option key={state.status} value={state.status}>
              {state.label}
              {state.status === "dead" && data?.dead ? ` (${data.dead})` : ""}
            </option>
          ))}
        </SelectField>
        {data && data.total > JOBS_LISTED && (
          <Pager page={page} perPage={JOBS_LISTED} total={data.total} onPage={setPage} />
        )}
      </div>
      {!data && <RowsSkeleton />}
      {data?.total === 0 && <p className="text-soft">Nothing of that kind.</p>}
      {data && data.total > 0 && <Table jobs={data.items} />}
    </Panel>
  );
}
