"use client";
import { useWorkspace } from "@/api/session";
import { expectedLayout } from "./layout";
import { GRID } from "./sections";
import { TodaySkeleton, useTodayPlace } from "./today";

const places = (count: number) => Array.from({ length: count }, (_, place) => place);

function TileSkeleton() {
  return (
    <div className="h-(--tile-h) rounded-card border border-line bg-surface px-3.5 pt-3">
      <div className="skeleton mt-1 h-3 w-24" />
      <div className="skeleton mt-2.5 h-5 w-32" />
    </div>
  );
}

function FiguresSkeleton() {
  const { id } = useWorkspace();
  return (
    <>
      <div className="mb-7 flex h-[53px] flex-col justify-center gap-2.5 max-rail:h-[70px]">
        <div className="skeleton h-4 w-[42em] max-w-full" />
        <div className="skeleton h-4 w-[24em] max-w-[70%]" />
      </div>
      {expectedLayout(id).map((size, section) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places in a skeleton have no other name
        <div key={section} className="mb-6.5">
          <div className="mb-2.5 flex h-[19.5px] items-center max-rail:h-[28px]">
            <div className="skeleton h-3 w-20" />
          </div>
          <div className={GRID}>
            {places(size).map((place) => (
              <TileSkeleton key={place} />
            ))}
          </div>
        </div>
      ))}
    </>
  );
}

/** The page in its final size, without its figures. */
export function SummarySkeleton() {
  const { count, known } = useTodayPlace();
  return (
    <div aria-busy="true" aria-label="Loading the summary" role="status">
      <div className="mb-4 flex h-[18px] items-center max-rail:h-[36px]">
        <div className="skeleton h-3 w-72 max-w-full" />
      </div>
      {count !== null && <TodaySkeleton count={count} />}
      {known && <FiguresSkeleton />}
    </div>
  );
}
