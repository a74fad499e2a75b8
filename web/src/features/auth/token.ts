"use client";
import { useEffect, useState } from "react";

/** The one-time token of this page's link: `null` until the browser has it, empty when there is none. */
export function useToken() {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => setToken(new URLSearchParams(window.location.search).get("token") ?? ""), []);
  return token;
}
