"use client";
import Link from "next/link";
import { useAlerts, useMayAct } from "@/api/queries/alerts";
import { useMembers } from "@/api/queries/workspace";
import { useCurrent, useMay } from "@/api/session";
import type { Alert } from "@/api/types";
import type { Readers } from "@/blocks/alert-words";
import { type DoWithAlert, useAlertActs } from "@/blocks/use-alert-acts";
import { cx } from "@/lib/cx";
import { buttonClass } from "@/ui/button";
import { ChoiceChip } from "@/ui/choice-chip";
import { PageBar } from "@/ui/page-bar";
import { Pager } from "@/ui/pager";
import { Failed } from "@/ui/state";
import { AlertItem } from "./alert-item";
import { None } from "./none";
import { useListKeys } from "./use-list-keys";
import { KIND_CHOICES, PER_PAGE, STATUS_CHOICES, useSearch } from "./use-search";

function useReaders(): Readers {
  const { session, workspace } = useCurrent();
  const members = useMembers().data?.items ?? [];
  return { members, me: session.user.id, timezone: workspace.timezone };
}

function Alerts({ items }: { items: readonly Alert[] }) {
  const readers = useReaders();
  const act = useAlertActs();
  const { list, onKeyDown, onGo } = useListKeys(items);
  const actAt = (place: number): DoWithAlert => {
    return (...what) => {
      onGo(place);
      act(...what);
    };
  };
  return (
    <ul ref={list} aria-label="Alerts" className="border-t border-line" onKeyDown={onKeyDown}>
      {items.map((alert, place) => (
        <AlertItem key={alert.id} alert={alert} readers={readers} act={actAt(place)} />
      ))}
    </ul>
  );
}

function Skeleton() {
  return (
    <div aria-busy="true" className="grid gap-3">
      <div className="skeleton h-32" />
      <div className="skeleton h-32" />
      <div className="skeleton h-32" />
    </div>
  );
}

/** What the numbers say somebody should look at, the gravest first, until somebody has. */
export function AlertsPage() {
  const { search, status, kind, page, ...choose } = useSearch();
  const { data, error, refetch, isPlaceholderData } = useAlerts(search);
  const mayAct = useMayAct();
  const maySet = useMay("admin");
  return (
    <>
      <PageBar title="Alerts">
        <div className="flex flex-wrap gap-2 max-rail:order-2 max-rail:basis-full">
          <ChoiceChip
            label="Status"
            value={status}
            choices={STATUS_CHOICES}
            onChoose={choose.setStatus}
          />
          <ChoiceChip label="Kind" value={kind} choices={KIND_CHOICES} onChoose={choose.setKind} />
        </div>
        {maySet && (
          <Link href="/settings/alerts/" className={buttonClass("quiet", "-mr-2 rail:ml-auto")}>
            Where alerts are told
          </Link>
        )}
      </PageBar>
      <div className={cx("max-w-[840px] transition-opacity", isPlaceholderData && "opacity-55")}>
        {error && !data && <Failed error={error} what="The alerts" onRetry={refetch} />}
        {!data && !error && <Skeleton />}
        {data && !mayAct && data.items.length > 0 && (
          <p className="mb-3 text-12 text-faint">
            You can look. Owners, admins, marketers and approvers look after alerts.
          </p>
        )}
        {data && data.items.length > 0 && <Alerts items={data.items} />}
        {data?.items.length === 0 && <None search={search} onClear={choose.clear} />}
        {data && data.total > PER_PAGE && (
          <div className="mt-3 flex justify-end">
            <Pager page={page} perPage={PER_PAGE} total={data.total} onPage={choose.setPage} />
          </div>
        )}
      </div>
    </>
  );
}
