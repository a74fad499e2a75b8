"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { SETTINGS_PAGES } from "@/lib/pages";
import { PageBar } from "@/ui/page-bar";

export function SettingsFrame({ children }: { children: ReactNode }) {
  const here = `${usePathname()}/`.replace(/\/+$/, "/");
  const isWide = SETTINGS_PAGES.some(({ href, wide }) => wide && href === here);
  return (
    <>
      <PageBar title="Settings" />
      <nav
        aria-label="Settings"
        className="mb-6 flex gap-4 overflow-x-auto whitespace-nowrap border-b border-line"
      >
        {SETTINGS_PAGES.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            aria-current={here === href ? "page" : undefined}
            className="grid place-items-center pt-1.5 pb-2 text-faint hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-[inset_0_-1.5px_var(--text)] max-rail:min-h-11"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className={cx(!isWide && "max-w-[760px]")}>{children}</div>
    </>
  );
}
