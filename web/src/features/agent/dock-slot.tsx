"use client";
import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { closeDock, openDock, useDockOpen } from "@/lib/dock";
import { useShortcuts } from "@/lib/keyboard";
import { isThreadsPage } from "@/lib/pages";

const Dock = dynamic(() => import("./dock").then((m) => m.Dock), { ssr: false });

/** Downloads the dock once it is opened. The page of threads is the dock at large. */
export function DockSlot() {
  const isOpen = useDockOpen();
  const elsewhere = !isThreadsPage(usePathname());
  useShortcuts({
    "mod+j": () => {
      const inside = document.activeElement?.closest("[data-dock]");
      if (inside) closeDock();
      else openDock();
    },
  });
  return isOpen && elsewhere ? <Dock /> : null;
}
