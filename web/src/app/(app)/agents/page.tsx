import type { Metadata } from "next";
import { AgentsPage } from "@/features/agent/agents-page";

export const metadata: Metadata = { title: "Agents" };

export default AgentsPage;
