import type { Metadata } from "next";
import { SegmentsPage } from "@/features/insights/segments/segments-page";

export const metadata: Metadata = { title: "Saved segments" };

export default function Page() {
  return <SegmentsPage />;
}
