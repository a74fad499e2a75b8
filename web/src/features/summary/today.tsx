"use client";
import Link from "next/link";
import { useEffect } from "react";
import { useMayAct, useOpenAlerts } from "@/api/queries/alerts";
import { useWorkspace } from "@/api/session";
import type { Alert } from "@/api/types";
import { AlertMark } from "@/blocks/alert-mark";
import { AlertBody, AlertNumber } from "@/blocks/alert-number";
import { effectText } from "@/blocks/alert-words";
import { SnoozeButton } from "@/blocks/snooze-button";
import { type DoWithAlert, useAlertActs } from "@/blocks/use-alert-acts";
import { formatCount } from "@/lib/format";
import { safeNext } from "@/lib/pages";
import { Button, buttonClass } from "@/ui/button";
import { expectedToday, rememberToday } from "./layout";

const MOST = 3;
const HEAD = "mb-2.5 flex h-[20px] items-center gap-2.5 max-rail:h-[28px]";
/** A card is as high whatever it says, so that nothing moves when it comes. */
const CARD = "h-[156px] max-rail:h-[172px]";
const COLUMNS = "grid rail:auto-cols-fr rail:grid-flow-col";

interface CardProps {
  alert: Alert;
  act: DoWithAlert;
}

function Card({ alert, act }: CardProps) {
  const effect = effectText(alert);
  const mayAct = useMayAct();
  return (
    <li
      className={`${CARD} relative flex flex-col overflow-hidden border-line px-4 pt-3 pb-2 max-rail:border-t max-rail:first:border-t-0 rail:border-l rail:first:border-l-0`}
    >
      <p className="flex items-baseline gap-3">
        <AlertMark severity={alert.severity} />
        {effect && (
          <span className="ml-auto whitespace-nowrap font-semibold">
            <span className="sr-only">In money: </span>
            <AlertNumber alert={alert} source={alert.effect_source}>
              {effect}
            </AlertNumber>
          </span>
        )}
      </p>
      <h3 className="mt-0.5 line-clamp-2 max-w-[60ch] shrink-0 text-14 font-medium leading-[1.35] tracking-[-0.005em]">
        {alert.title}
      </h3>
      <p className="mt-0.5 line-clamp-2 max-w-[76ch] text-pretty text-soft">
        <AlertBody alert={alert} />
      </p>
      <div className="-ml-2 mt-auto flex items-center">
        <Link href={safeNext(alert.page)} className={buttonClass("quiet", "font-medium text-ink")}>
          See why <span className="sr-only">{alert.title}</span>
        </Link>
        {mayAct && (
          <>
            <Button
              look="quiet"
              onClick={() => act(alert, { kind: "resolve", note: null }, "Resolved")}
            >
              Resolve <span className="sr-only">{alert.title}</span>
            </Button>
            <SnoozeButton alert={alert} act={act} />
          </>
        )}
      </div>
    </li>
  );
}

/** How many cards there are; null while nobody knows, and where the alerts could not be read. */
function useCount(): { count: number | null; pending: boolean } {
  const { data, isPending } = useOpenAlerts();
  return { count: data ? Math.min(MOST, data.items.length) : null, pending: isPending };
}

/** What somebody should look at today: the gravest of what is open. */
export function Today() {
  const { data } = useOpenAlerts();
  const { count } = useCount();
  const { id } = useWorkspace();
  const act = useAlertActs();
  useEffect(() => {
    if (count !== null) rememberToday(id, count);
  }, [id, count]);
  if (!data || count === null) return null;
  return (
    <section aria-label="Today" className="mb-6.5">
      <div className={HEAD}>
        <h2 className="font-semibold">Today</h2>
        <small className="truncate text-12 text-faint">
          {data.open === 0 && "Nothing needs you"}
          {data.open > 0 && `${formatCount(count)} of ${formatCount(data.open)} open`}
        </small>
        {data.open > 0 && (
          <Link
            href="/alerts/"
            className={buttonClass("quiet", "ml-auto -mr-2 max-rail:-my-2 text-12")}
          >
            All alerts
          </Link>
        )}
      </div>
      {count > 0 && (
        <ul className={`${COLUMNS} overflow-hidden rounded-card border border-line bg-surface`}>
          {data.items.slice(0, MOST).map((alert) => (
            <Card key={alert.id} alert={alert} act={act} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Whether the place of today's cards is known; until then nothing may stand below it. */
export function useTodayPlace(): { count: number | null; known: boolean } {
  const { count, pending } = useCount();
  const { id } = useWorkspace();
  const expected = pending ? expectedToday(id) : count;
  return { count: expected, known: !pending || expected !== null };
}

/** The place of so many cards. */
export function TodaySkeleton({ count }: { count: number }) {
  return (
    <div className="mb-6.5">
      <div className={HEAD}>
        <div className="skeleton h-3 w-28" />
      </div>
      {count > 0 && (
        <div className={`${COLUMNS} border border-transparent`}>
          {Array.from({ length: count }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places in a skeleton have no other name
            <div key={place} className={`${CARD} skeleton`} />
          ))}
        </div>
      )}
    </div>
  );
}
