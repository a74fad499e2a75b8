import type { Metadata } from "next";
import { ReportsPage } from "@/features/insights/reports-page";

export const metadata: Metadata = { title: "Reports" };

export default ReportsPage;
