import type { ReactNode } from "react";

/** The head of a page: its name and what steers it; stays in sight while the page scrolls. */
export function PageBar({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="sticky top-0 z-10 -mx-7 flex min-h-15 flex-wrap items-center gap-2 bg-canvas px-7 max-rail:static max-rail:-mx-3.5 max-rail:px-3.5 max-rail:pt-1 max-rail:pb-2.5">
      <h1 className="mr-2 text-18 font-semibold leading-none tracking-[-0.01em] max-rail:mr-auto max-rail:py-4">
        {title}
      </h1>
      {children}
    </div>
  );
}
