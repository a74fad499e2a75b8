import type { Metadata } from "next";
import { ThreadsPage } from "@/features/agent/threads-page";

export const metadata: Metadata = { title: "Threads" };

export default ThreadsPage;
