import type { Metadata } from "next";
import { Join } from "@/features/auth/join";

export const metadata: Metadata = { title: "Join" };

export default Join;
