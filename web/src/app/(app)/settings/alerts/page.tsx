import type { Metadata } from "next";
import { AlertsPage } from "@/features/settings/alerts-page";

export const metadata: Metadata = { title: "Alerts" };

export default AlertsPage;
