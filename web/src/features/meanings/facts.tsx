import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">{children}</dl>
);

interface FactProps {
  label: string;
  code?: boolean;
  /** Only where the table has no room for its column. */
  narrow?: boolean;
  children: string;
}

export const Fact = ({ label, code, narrow, children }: FactProps) => (
  <div className={cx("min-w-0", narrow && "rail:hidden")}>
    <dt className="text-12 text-faint">{label}</dt>
    <dd className={code ? "break-all font-mono text-12" : "text-soft"}>{children}</dd>
  </div>
);

interface PartProps {
  title: string;
  children: ReactNode;
}

export const Part = ({ title, children }: PartProps) => (
  <section aria-label={title} className="grid min-w-0 content-start gap-1.5">
    <h3 className="text-12 font-medium text-soft">{title}</h3>
    {children}
  </section>
);
