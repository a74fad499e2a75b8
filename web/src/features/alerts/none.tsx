"use client";
import Link from "next/link";
import type { AlertSearch } from "@/api/alert-state";
import { useInsight } from "@/api/queries/insights";
import { Gaps } from "@/blocks/gaps";
import { Button, buttonClass } from "@/ui/button";
import { Notice } from "@/ui/state";

/** What a page cannot show: no alert comes of it either. */
const useGaps = (name: string) => useInsight(name, { limit: 1 }, true).data?.gaps ?? [];

/** What is not looked at because no file tells it. */
function NotWatched() {
  const gaps = [...useGaps("changes"), ...useGaps("inventory"), ...useGaps("email")];
  return (
    <div className="mt-7">
      <Gaps gaps={gaps.filter(({ add }) => add)} title="What cannot be watched yet" />
    </div>
  );
}

function Quiet() {
  return (
    <>
      <Notice
        title="Nothing waits for you"
        actions={
          <Link href="/insights/changes/" className={buttonClass()}>
            See what changed
          </Link>
        }
      >
        After each import and each morning the numbers are looked through. What is out of the
        ordinary is raised here and at the top of Summary: a day or a level of sales, orders,
        sessions, returns or ad spend that the days before do not let expect, stock that runs out,
        an e-mail that is complained about.
      </Notice>
      <NotWatched />
    </>
  );
}

/** A list without alerts: either all is quiet, or none is of the kind that was asked for. */
export function None({ search, onClear }: { search: AlertSearch; onClear: () => void }) {
  if (search.status === "open" && !search.kind && search.offset === 0) return <Quiet />;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-soft">
      No alert is like this.
      <Button look="quiet" className="-ml-2 font-medium text-ink" onClick={onClear}>
        See those that are open
      </Button>
    </p>
  );
}
