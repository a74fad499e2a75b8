"use client";
import { useOpenAlerts } from "@/api/queries/alerts";
import { CountBadge } from "./count-badge";

const MOST = 99;

/** How many alerts nobody has looked after yet. */
export function OpenAlerts({ className }: { className?: string }) {
  const { data } = useOpenAlerts();
  const open = data?.open ?? 0;
  const count = Math.min(open, MOST);
  return <CountBadge count={count} more={open > MOST} word="open" className={className} />;
}
