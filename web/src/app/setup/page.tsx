import type { Metadata } from "next";
import { SetUp } from "@/features/auth/setup";

export const metadata: Metadata = { title: "Set up" };

export default SetUp;
