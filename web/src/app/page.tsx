"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** The front door opens on Summary; the shell there sends strangers on to sign in. */
export default function Home() {
  const router = useRouter();
  useEffect(() => router.replace(`/summary/${window.location.search}`), [router]);
  return null;
}
