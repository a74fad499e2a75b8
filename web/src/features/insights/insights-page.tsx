"use client";
import Link from "next/link";
import { useInsights } from "@/api/queries/insights";
import { INSIGHT_GROUPS, insightHref } from "@/lib/insights";
import { buttonClass } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";

/** Every page of insights that there is, by the job it is opened for. */
export function InsightsPage() {
  const { data, error, refetch } = useInsights();
  const info = (name: string) => data?.find((one) => one.name === name);
  const groups = INSIGHT_GROUPS.map(({ label, pages }) => ({
    label,
    pages: pages.filter(({ name }) => info(name)),
  })).filter(({ pages }) => pages.length > 0);
  return (
    <>
      <PageBar title="Insights">
        <span className="flex-1" />
        <Link href="/reports/" className={buttonClass("outline")}>
          Reports
        </Link>
      </PageBar>
      {error && !data && <Failed error={error} what="The pages" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-60 max-w-[820px]" />}
      <div className="max-w-[820px]">
        {groups.map(({ label, pages }) => (
          <section key={label} aria-label={label} className="mb-7">
            <h2 className="mb-1 text-12 text-faint">{label}</h2>
            <ul className="border-t border-line">
              {pages.map(({ name }) => (
                <li key={name} className="border-b border-line">
                  <Link
                    href={insightHref(name)}
                    className="grid grid-cols-[180px_1fr] gap-x-5 py-3 hover:bg-sunk max-rail:grid-cols-1"
                  >
                    <span className="font-medium">{info(name)?.title}</span>
                    <span className="text-pretty text-soft">{info(name)?.description}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
