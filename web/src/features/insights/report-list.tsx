"use client";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useReportActions, useReports } from "@/api/queries/reports";
import { useMay, useWorkspace } from "@/api/session";
import type { ReportHead } from "@/api/types";
import { formatDayRange, formatMoment } from "@/lib/format";
import { insightTitle, reportHref } from "@/lib/insights";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { SearchField } from "@/ui/search-field";
import { Failed, Notice } from "@/ui/state";
import { useToast } from "@/ui/toast";

interface RowProps {
  report: ReportHead;
  onOpen: (id: string) => void;
}

function Row({ report, onOpen }: RowProps) {
  const { timezone } = useWorkspace();
  const may = useMay("marketer");
  const { say, complain } = useToast();
  const { remove, restore } = useReportActions();
  const { id, title, insight, said, first_day, last_day, created_at, created_by } = report;
  const onError = (error: Error) => complain(error.message);
  const undo = { label: "Undo", onAct: () => restore.mutate(id, { onError }) };
  const onDelete = () =>
    remove.mutate(id, { onSuccess: () => say(`“${title}” is deleted`, undo), onError });
  return (
    <li className="flex items-start gap-3 border-b border-line py-3 last:border-0">
      <div className="min-w-0 flex-1">
        <Link
          href={reportHref(id)}
          onClick={(event) => {
            event.preventDefault();
            onOpen(id);
          }}
          className="font-medium wrap-anywhere hover:underline hover:underline-offset-4 max-rail:inline-flex max-rail:min-h-11 max-rail:items-center"
        >
          {title}
        </Link>
        {said && <p className="line-clamp-2 max-w-[70ch] text-pretty text-soft">{said}</p>}
        <p className="text-12 text-faint">
          {insightTitle(insight)}, {formatDayRange(first_day, last_day)}. Saved
          {created_by && ` by ${created_by.name}`} {formatMoment(created_at, timezone)}
        </p>
      </div>
      {may && (
        <Button
          look="quiet"
          aria-label={`Delete ${title}`}
          disabled={remove.isPending}
          onClick={onDelete}
        >
          Delete
        </Button>
      )}
    </li>
  );
}

function Nothing({ q }: { q: string }) {
  if (q) {
    return (
      <Notice title="No report has that in its name">Try other words, or clear the search.</Notice>
    );
  }
  return (
    <Notice title="No reports yet">
      Open a page of insights and choose “Save as report”. It is kept with its figures and SQL as
      they are then, for everybody of this store.
    </Notice>
  );
}

/** Kept pages, found by their names. */
export function ReportList({ onOpen }: { onOpen: (id: string) => void }) {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useReports(q);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageBar title="Reports" />
      <div className="max-w-[820px]">
        {(items.length > 0 || q) && (
          <SearchField
            label="Search reports"
            placeholder="Search reports by name"
            initial={q}
            onSearch={(next) => void setQ(next || null)}
          />
        )}
        {error && !data && <Failed error={error} what="The reports" onRetry={refetch} />}
        {!data && !error && <div aria-busy="true" className="skeleton h-40" />}
        {data && items.length === 0 && <Nothing q={q} />}
        <ul>
          {items.map((report) => (
            <Row key={report.id} {...{ report, onOpen }} />
          ))}
        </ul>
        {hasNextPage && (
          <Button
            look="quiet"
            className="-ml-2"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show older ones
          </Button>
        )}
      </div>
    </>
  );
}
