"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { memberHref } from "@/lib/insights";
import { useRangeParam } from "@/lib/params";
import { CellLink } from "./cell-link";

/** The name of a product, variant or the like, which opens its story in the same days. */
export function MemberLink({ split, member }: { split: string; member: string }) {
  const search = useSearchParams();
  const [range] = useRangeParam();
  return <CellLink href={memberHref(search, range, split, member)}>{member}</CellLink>;
}

/** What the page is about, and the way back to all. */
export function StoryHead({ member }: { member: string }) {
  const search = useSearchParams();
  const [range] = useRangeParam();
  return (
    <div className="mb-4">
      <Link
        href={memberHref(search, range, search.get("split"), null)}
        className="inline-flex min-h-[30px] items-center text-soft hover:text-ink max-rail:min-h-11"
      >
        ← All products
      </Link>
      <h2 className="text-pretty break-words text-22 font-semibold">{member}</h2>
    </div>
  );
}
