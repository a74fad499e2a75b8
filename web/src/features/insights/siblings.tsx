import Link from "next/link";
import { cx } from "@/lib/cx";
import { INSIGHT_GROUPS, insightHref } from "@/lib/insights";

const LINK = "inline-flex min-h-[30px] items-center whitespace-nowrap max-rail:min-h-11";

/** The pages that are opened for the same job, and the way to all of them. */
export function Siblings({ name }: { name: string }) {
  const group = INSIGHT_GROUPS.find(({ pages }) => pages.some((page) => page.name === name));
  if (!group) return null;
  return (
    <nav aria-label={group.label} className="mb-2 overflow-x-auto text-12">
      <ul className="flex gap-x-4">
        <li>
          <Link href="/insights/" className={cx(LINK, "text-faint hover:text-ink")}>
            Insights
          </Link>
        </li>
        {group.pages.map((page) => {
          const here = page.name === name;
          return (
            <li key={page.name}>
              <Link
                href={insightHref(page.name)}
                aria-current={here ? "page" : undefined}
                className={cx(LINK, here ? "font-medium text-ink" : "text-soft hover:text-ink")}
              >
                {page.title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
