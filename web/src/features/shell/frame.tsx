"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentType, ReactNode } from "react";
import { cx } from "@/lib/cx";
import { openDock, useDockOpen } from "@/lib/dock";
import { modKey } from "@/lib/keyboard";
import { showOverlay } from "@/lib/overlay";
import { isHere, isThreadsPage, PAGES } from "@/lib/pages";
import { IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Kbd } from "@/ui/kbd";
import { AccountButton } from "./account-button";
import { OpenAlerts } from "./open-alerts";
import { OpenApprovals } from "./open-approvals";
import { WorkspaceSwitcher } from "./workspace-switcher";

type Page = (typeof PAGES)[number];

/** What a page's link counts: how much of it waits for somebody. */
const COUNTS: Partial<Record<Page["href"], ComponentType<{ className?: string }>>> = {
  "/alerts/": OpenAlerts,
  "/approvals/": OpenApprovals,
};

interface RailLinkProps {
  page: Page;
  signedIn: boolean;
}

function RailLink({ page, signedIn }: RailLinkProps) {
  const here = isHere(page.href, usePathname());
  const Count = COUNTS[page.href];
  return (
    <Link
      href={page.href}
      aria-current={here ? "page" : undefined}
      className={cx(
        "flex h-[30px] items-center gap-2.5 rounded-[6px] px-2 hover:bg-sunk",
        here ? "bg-sunk font-medium text-ink" : "text-soft",
      )}
    >
      <Icon name={page.icon} />
      {page.label}
      {Count && signedIn && <Count className="ml-auto" />}
    </Link>
  );
}

function AgentButton() {
  return (
    <button
      type="button"
      onClick={() => openDock()}
      className="flex h-8 w-full items-center gap-2.5 rounded-field border border-line bg-surface px-2 hover:border-line-strong"
    >
      <Icon name="agent" />
      <span className="flex-1 text-left">Agent</span>
      <Kbd>{modKey("J")}</Kbd>
    </button>
  );
}

const TOP = PAGES.filter((page) => page.place === "top");
const END = PAGES.filter((page) => page.place === "end");
/** The height of links one below the other: known before they are there. */
const tall = (links: number) => links * 32 - 2;

/** Every place has its height from the start: a browser may draw the rail before all of it came. */
function Rail({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="sticky top-0 grid h-screen grid-rows-[56px_42px_minmax(0,1fr)_36px] border-r border-line px-2.5 py-3.5 max-rail:hidden">
      <div>{signedIn && <WorkspaceSwitcher />}</div>
      <div>{signedIn && <AgentButton />}</div>
      <nav
        aria-label="Main"
        className="relative"
        style={{ minHeight: tall(TOP.length) + tall(END.length) + 8 }}
      >
        <div className="grid gap-0.5">
          {TOP.map((page) => (
            <RailLink key={page.href} page={page} signedIn={signedIn} />
          ))}
        </div>
        <div
          className="absolute inset-x-0 bottom-0.5 grid content-start gap-0.5"
          style={{ height: tall(END.length) }}
        >
          {END.map((page) => (
            <RailLink key={page.href} page={page} signedIn={signedIn} />
          ))}
        </div>
      </nav>
      <div className="pt-1">{signedIn && <AccountButton wide />}</div>
    </div>
  );
}

function TopStrip({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="flex h-14 items-center border-b border-line px-2 rail:hidden">
      {signedIn && (
        <>
          <div className="min-w-0 flex-1">
            <WorkspaceSwitcher />
          </div>
          <IconButton
            icon="search"
            label="Ask, or find a figure"
            onClick={() => showOverlay("palette")}
          />
          <IconButton icon="agent" label="Agent" onClick={() => openDock()} />
          <AccountButton />
        </>
      )}
    </div>
  );
}

function TabBar({ signedIn }: { signedIn: boolean }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main, short"
      className="fixed inset-x-0 bottom-0 z-20 flex justify-around border-t border-line bg-surface/94 px-1.5 pt-1.5 pb-[calc(6px+env(safe-area-inset-bottom))] backdrop-blur-[10px] rail:hidden"
    >
      {PAGES.filter(({ tab }) => tab).map(({ href, label, icon }) => {
        const Count = COUNTS[href];
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere(href, pathname) ? "page" : undefined}
            className="relative grid min-h-11 min-w-0 flex-1 place-items-center content-center gap-0.5 text-11 text-faint aria-[current]:font-medium aria-[current]:text-ink"
          >
            <Icon name={icon} size={18} />
            {label}
            {Count && signedIn && <Count className="absolute -top-1 left-1/2 ml-1" />}
          </Link>
        );
      })}
    </nav>
  );
}

interface FrameProps {
  signedIn?: boolean;
  children: ReactNode;
}

/**
 * Rail or tab bar around the page. The same size with and without a session, so nothing jumps; the
 * dock's place is kept free from the start for the same reason.
 */
export function Frame({ signedIn = false, children }: FrameProps) {
  const docked = useDockOpen();
  const beside = !isThreadsPage(usePathname()) && docked;
  return (
    <div
      className={cx(
        "min-h-screen rail:grid rail:grid-cols-[216px_minmax(0,1fr)]",
        beside && "wide:pr-[400px]",
      )}
    >
      <a
        href="#page"
        className="sr-only z-50 rounded-field bg-action px-3 text-action-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:py-3"
      >
        Skip to the page
      </a>
      <Rail signedIn={signedIn} />
      <TopStrip signedIn={signedIn} />
      <main
        id="page"
        tabIndex={-1}
        className="mx-auto w-full max-w-[1280px] min-w-0 px-7 pb-15 outline-none max-rail:px-3.5 max-rail:pb-28"
      >
        {children}
      </main>
      <TabBar signedIn={signedIn} />
    </div>
  );
}
