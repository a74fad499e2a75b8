import type { Metadata } from "next";
import { Connect } from "@/features/auth/connect";

export const metadata: Metadata = { title: "Connect an app" };

export default Connect;
