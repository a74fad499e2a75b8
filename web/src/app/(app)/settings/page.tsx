import type { Metadata } from "next";
import { StorePage } from "@/features/settings/store-page";

export const metadata: Metadata = { title: "Settings" };

export default StorePage;
