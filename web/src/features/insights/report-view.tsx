"use client";
import { download } from "@/api/download";
import { useReport, useReportActions } from "@/api/queries/reports";
import { useMay, useWorkspace } from "@/api/session";
import type { Report } from "@/api/types";
import { formatDayRange, formatMoment } from "@/lib/format";
import { OwnRange } from "@/lib/own-range";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Failed, Notice } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { Told } from "./told";

interface ReportViewProps {
  id: string;
  /** To another report, or to the list of all. */
  onLeave: (id: string | null) => void;
}

function Acts({ report, onLeave }: { report: Report; onLeave: ReportViewProps["onLeave"] }) {
  const may = useMay("marketer");
  const { say, complain } = useToast();
  const { again, remove, restore } = useReportActions();
  const { id, title } = report;
  const onError = (error: Error) => complain(error.message);
  const look = () =>
    again.mutate(id, {
      onSuccess: (made) => {
        say("This is a new report with today’s data. The old one is kept.");
        onLeave(made.id);
      },
      onError,
    });
  const undo = { label: "Undo", onAct: () => restore.mutate(id, { onError }) };
  const drop = () =>
    remove.mutate(id, {
      onSuccess: () => {
        say(`“${title}” is deleted`, undo);
        onLeave(null);
      },
      onError,
    });
  const save = () =>
    download(`/reports/${id}/document.md`, {}, `${report.insight}-report.md`).catch(onError);
  return (
    <>
      {may && (
        <Button disabled={again.isPending} onClick={look}>
          {again.isPending ? "Looking…" : "Look again with today’s data"}
        </Button>
      )}
      <Button look="quiet" onClick={() => window.print()}>
        Print
      </Button>
      <Button look="quiet" onClick={save}>
        Markdown
      </Button>
      {may && (
        <Button look="quiet" disabled={remove.isPending} onClick={drop}>
          Delete
        </Button>
      )}
    </>
  );
}

function About({ report }: { report: Report }) {
  const { timezone } = useWorkspace();
  const { page, first_day, last_day, created_at, created_by } = report;
  return (
    <p className="mb-4 text-12 text-faint">
      {page.title}, {formatDayRange(first_day, last_day)}. Saved
      {created_by && ` by ${created_by.name}`} {formatMoment(created_at, timezone)}, with the data
      of then.
    </p>
  );
}

/** One report as it was kept. */
export function ReportView({ id, onLeave }: ReportViewProps) {
  const { data, error, refetch } = useReport(id);
  const gone = error && "status" in error && error.status === 404;
  return (
    <>
      <PageBar title={data?.title ?? "Report"}>
        <span className="flex-1" />
        <div className="flex flex-wrap gap-2 max-rail:basis-full">
          <Button look="quiet" onClick={() => onLeave(null)}>
            All reports
          </Button>
          {data && <Acts report={data} onLeave={onLeave} />}
        </div>
      </PageBar>
      {gone && (
        <Notice title="There is no such report">
          It was deleted, or belongs to another store.
        </Notice>
      )}
      {error && !gone && <Failed error={error} what="The report" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-[420px]" />}
      {data && <About report={data} />}
      {data && (
        <OwnRange value={`${data.first_day}..${data.last_day}`}>
          <Told insight={data.page} source={{ path: `/reports/${id}`, query: {} }} />
        </OwnRange>
      )}
    </>
  );
}
