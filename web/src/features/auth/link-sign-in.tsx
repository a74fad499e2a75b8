"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { ApiError } from "@/api/errors";
import { useLinkSignIn } from "@/api/session";
import { safeNext } from "@/lib/pages";
import { buttonClass } from "@/ui/button";
import { Entry } from "@/ui/entry";

const SPENT =
  "A sign-in link works once and for a short time. Ask for a new one, or sign in with your password.";

/** Follows a one-time link. The token is spent by the first request, so it must only be sent once. */
export function LinkSignIn() {
  const router = useRouter();
  const { mutate, error } = useLinkSignIn();
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    const query = new URLSearchParams(window.location.search);
    const go = () => router.replace(safeNext(query.get("next")));
    mutate(query.get("token") ?? "", { onSuccess: go });
  }, [mutate, router]);
  if (!error) return <Entry title="Signing you in…" />;
  const refused = error instanceof ApiError && !error.retryable;
  const title = refused ? "This link no longer works" : "Nobody could check this link";
  const lead = refused ? SPENT : error.message;
  return (
    <Entry title={title} lead={lead}>
      <Link href="/login/" className={buttonClass("solid", "h-9")}>
        Sign in with a password
      </Link>
    </Entry>
  );
}
