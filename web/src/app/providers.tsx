"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ApiError, isStatus } from "@/api/errors";
import { sessionKey } from "@/api/keys";
import { ToastProvider } from "@/ui/toast";

const worthRetrying = (failures: number, error: Error) =>
  failures < 2 && error instanceof ApiError && error.retryable && error.status !== 0;

function makeClient(): QueryClient {
  const queryCache = new QueryCache({
    // A session that ended while the page was open: asking for it again leads to the login page.
    onError: (error, query) => {
      if (isStatus(error, 401) && query.queryKey[0] !== sessionKey[0]) {
        client.resetQueries({ queryKey: sessionKey });
      }
    },
  });
  const mutationCache = new MutationCache({
    onError: (error) => {
      const isStale = error instanceof ApiError && error.code === "csrf";
      if (isStatus(error, 401)) client.resetQueries({ queryKey: sessionKey });
      if (isStale) client.invalidateQueries({ queryKey: sessionKey });
    },
  });
  const client = new QueryClient({
    queryCache,
    mutationCache,
    defaultOptions: { queries: { staleTime: 30_000, retry: worthRetrying } },
  });
  return client;
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <ToastProvider>{children}</ToastProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
