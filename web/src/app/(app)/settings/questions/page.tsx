import type { Metadata } from "next";
import { MeaningsPage } from "@/features/meanings/meanings-page";

export const metadata: Metadata = { title: "What questions mean" };

export default MeaningsPage;
