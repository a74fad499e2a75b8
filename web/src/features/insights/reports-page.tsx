"use client";
import { parseAsString, useQueryState } from "nuqs";
import { ReportList } from "./report-list";
import { ReportView } from "./report-view";

/** Every kept page, or the one that is open. */
export function ReportsPage() {
  const [open, setOpen] = useQueryState("report", parseAsString.withOptions({ history: "push" }));
  if (open) return <ReportView key={open} id={open} onLeave={(id) => void setOpen(id)} />;
  return <ReportList onOpen={(id) => void setOpen(id)} />;
}
