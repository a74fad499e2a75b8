import type { ReactNode } from "react";
import { PER_PAGE } from "@/api/queries/meanings";
import { Pager } from "@/ui/pager";
import { Notice } from "@/ui/state";

interface ListedProps {
  /** How many match; undefined while the first page is on its way. */
  total: number | undefined;
  page: number;
  onPage: (page: number) => void;
  isNarrowed: boolean;
  empty: { title: string; text: string };
  children: ReactNode;
}

/** Rows of the final height. */
const Waiting = () => (
  <div aria-busy="true" className="grid gap-px">
    {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
      <div key={row} className="skeleton h-13" />
    ))}
  </div>
);

/** A table and its pages, or why there is none. */
export function Listed({ total, page, onPage, isNarrowed, empty, children }: ListedProps) {
  if (total === undefined) return <Waiting />;
  if (total === 0 && isNarrowed) {
    return (
      <Notice title="Nothing matches">
        Nothing here fits what you search for. Take a filter away.
      </Notice>
    );
  }
  if (total === 0) return <Notice title={empty.title}>{empty.text}</Notice>;
  return (
    <>
      {children}
      <div className="mt-2 flex justify-end">
        <Pager page={page} perPage={PER_PAGE} total={total} onPage={onPage} />
      </div>
    </>
  );
}
