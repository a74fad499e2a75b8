import Link from "next/link";
import type { Insight } from "@/api/types";

interface GapsProps {
  gaps: Insight["gaps"];
  title?: string;
}

/** What the store's files cannot show, why, and what would bring it. */
export function Gaps({ gaps, title = "What cannot be shown" }: GapsProps) {
  if (gaps.length === 0) return null;
  return (
    <section aria-label={title} className="mb-8 max-w-[720px]">
      <h2 className="mb-2 font-semibold">{title}</h2>
      <ul className="grid gap-2.5">
        {gaps.map((gap) => (
          <li key={`${gap.what}${gap.why}`} className="border-l-2 border-line-strong pl-3">
            <p className="font-medium">{gap.what}</p>
            <p className="text-pretty text-soft">
              {gap.why}{" "}
              {gap.add && (
                <Link
                  href={gap.at ?? "/imports/"}
                  className="text-ink underline underline-offset-4"
                >
                  {gap.add}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
