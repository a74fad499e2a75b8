import Link from "next/link";
import type { ReactNode } from "react";

interface CellLinkProps {
  href: string;
  children: ReactNode;
}

/** A link in a cell of a table: as high as a thumb on phones, without making its row higher. */
export function CellLink({ href, children }: CellLinkProps) {
  return (
    <Link
      href={href}
      className="underline decoration-line-strong decoration-1 underline-offset-4 hover:decoration-current max-rail:-my-[7px] max-rail:inline-flex max-rail:min-h-11 max-rail:items-center"
    >
      {children}
    </Link>
  );
}
