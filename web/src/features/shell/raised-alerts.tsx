"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLiveEvent } from "@/api/events";
import { safeNext } from "@/lib/pages";
import { useToast } from "@/ui/toast";

const GATHER_MS = 900;

interface Raised {
  title: string;
  page: string;
}

/** Says that something grave was found; many at once are one line. */
export function RaisedAlerts() {
  const { say } = useToast();
  const router = useRouter();
  const raised = useRef<Raised[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const tell = () => {
    const [first, ...rest] = raised.current;
    raised.current = [];
    timer.current = null;
    if (!first) return;
    const text = rest.length > 0 ? `${rest.length + 1} critical alerts were raised` : first.title;
    const href = rest.length > 0 ? "/alerts/" : safeNext(first.page);
    say(text, { label: "See why", onAct: () => router.push(href) });
  };
  useLiveEvent("alert.raised", ({ severity, title, page }) => {
    if (severity !== "critical") return;
    raised.current.push({ title: String(title), page: String(page) });
    timer.current ??= setTimeout(tell, GATHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return null;
}
