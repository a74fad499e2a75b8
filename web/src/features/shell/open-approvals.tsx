"use client";
import { useOpenApprovals } from "@/api/queries/open-approvals";

/** How many acts wait for a person. */
export function OpenApprovals() {
  const { data } = useOpenApprovals();
  if (!data || data.count === 0) return null;
  return (
    <span className="ml-auto grid h-[18px] min-w-[18px] place-items-center rounded-full bg-accent-wash px-1.5 text-11 text-ink shadow-[inset_0_0_0_1px_var(--accent)]">
      {data.count}
      {data.more && "+"}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
