import type { Metadata } from "next";
import { LinkSignIn } from "@/features/auth/link-sign-in";

export const metadata: Metadata = { title: "Sign in" };

export default LinkSignIn;
