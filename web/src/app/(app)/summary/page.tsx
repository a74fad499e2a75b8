import type { Metadata } from "next";
import { Board } from "@/features/boards/board";
import { Workings } from "@/features/glassbox/workings";
import { SummaryPage } from "@/features/summary/summary-page";

export const metadata: Metadata = { title: "Summary" };

export default function Page() {
  return (
    <>
      <SummaryPage board={<Board />} />
      <Workings />
    </>
  );
}
