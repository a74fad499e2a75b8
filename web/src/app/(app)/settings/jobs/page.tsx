import type { Metadata } from "next";
import { JobsPage } from "@/features/settings/jobs-page";

export const metadata: Metadata = { title: "Background work" };

export default JobsPage;
