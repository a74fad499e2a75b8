import type { Metadata } from "next";
import { ExplorePage } from "@/features/explore/explore-page";
import { Workings } from "@/features/glassbox/workings";

export const metadata: Metadata = { title: "Explore" };

export default function Page() {
  return (
    <>
      <ExplorePage />
      <Workings />
    </>
  );
}
