"use client";
import { useOpenApprovals } from "@/api/queries/open-approvals";
import { CountBadge } from "./count-badge";

/** How many acts wait for a person. */
export function OpenApprovals({ className }: { className?: string }) {
  const { data } = useOpenApprovals();
  return data ? <CountBadge {...data} word="waiting" className={className} /> : null;
}
