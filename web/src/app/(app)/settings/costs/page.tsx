import type { Metadata } from "next";
import { CostsPage } from "@/features/costs/costs-page";

export const metadata: Metadata = { title: "Costs" };

export default CostsPage;
