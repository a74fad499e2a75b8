"use client";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { isStatus } from "@/api/errors";
import { LiveProvider } from "@/api/events";
import { useSession, WorkspaceProvider } from "@/api/session";
import { focusAsk } from "@/lib/focus-ask";
import { useShortcuts } from "@/lib/keyboard";
import { showOverlay, useOverlay } from "@/lib/overlay";
import { PAGES } from "@/lib/pages";
import { Failed } from "@/ui/state";
import { Frame } from "./frame";
import { RaisedAlerts } from "./raised-alerts";

const loadPalette = () => import("./palette").then((m) => m.Palette);
const Palette = dynamic(loadPalette, { ssr: false });
const QUIET_MS = 2000;
const NoWorkspace = dynamic(() => import("./no-workspace").then((m) => m.NoWorkspace), {
  ssr: false,
});
const Help = dynamic(() => import("./help").then((m) => m.Help), { ssr: false });

function Overlays() {
  const router = useRouter();
  const overlay = useOverlay();
  const go = PAGES.map((page) => [`g ${page.key}`, () => router.push(page.href)] as const);
  useShortcuts({
    ...Object.fromEntries(go),
    "mod+k": () => {
      if (overlay === "palette") showOverlay(null);
      else if (!focusAsk()) showOverlay("palette");
    },
    "/": () => showOverlay("palette"),
    "?": () => showOverlay("help"),
  });
  // Fetched once the page is quiet: what is typed right after ⌘K must not be lost.
  useEffect(() => {
    const timer = setTimeout(loadPalette, QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  const close = () => showOverlay(null);
  if (overlay === "palette") return <Palette onClose={close} />;
  return overlay === "help" ? <Help onClose={close} /> : null;
}

/** Sends somebody without a session to sign in, and back here afterwards. */
function useGuard(signedOut: boolean) {
  const router = useRouter();
  const pathname = usePathname();
  useEffect(() => {
    if (!signedOut) return;
    const next = encodeURIComponent(`${pathname}${window.location.search}`);
    router.replace(`/login/?next=${next}`);
  }, [signedOut, pathname, router]);
}

interface ShellProps {
  children: ReactNode;
  /** The agent beside every page. */
  dock: ReactNode;
}

/** Everything around a page: who is here, in which store, and how to get elsewhere. */
export function Shell({ children, dock }: ShellProps) {
  const { data: session, error, refetch } = useSession();
  const signedOut = isStatus(error, 401);
  useGuard(signedOut);
  if (session) {
    return (
      <WorkspaceProvider session={session} none={<NoWorkspace />}>
        <LiveProvider>
          <Frame signedIn>{children}</Frame>
          {dock}
          <Overlays />
          <RaisedAlerts />
        </LiveProvider>
      </WorkspaceProvider>
    );
  }
  const failed = error && !signedOut;
  return (
    <Frame>
      {failed && (
        <div className="pt-15">
          <h1 className="sr-only">Marketing Agent</h1>
          <Failed error={error} what="Your workspace" onRetry={refetch} />
        </div>
      )}
    </Frame>
  );
}
