import type { ReactNode } from "react";
import type { Role } from "@/api/types";

export const ROLES: { role: Role; may: string }[] = [
  { role: "owner", may: "Everything, and cannot be locked out" },
  { role: "admin", may: "Manage members, keys and the store" },
  { role: "marketer", may: "Import files, pin figures" },
  { role: "approver", may: "Look, pin figures, and approve what goes out" },
  { role: "viewer", may: "Look" },
];

/** The roles somebody may give: only an owner makes owners. */
export const grantable = (isOwner: boolean): Role[] =>
  ROLES.map(({ role }) => role).filter((role) => isOwner || role !== "owner");

export const roleName = (role: Role) => role.charAt(0).toUpperCase() + role.slice(1);

interface PanelProps {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, note, children }: PanelProps) {
  return (
    <section className="mb-8" aria-label={title}>
      <h2 className="font-semibold">{title}</h2>
      {note && <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">{note}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}

/** Stands for a short list. What follows the list comes with it, so that nothing is pushed down. */
export const RowsSkeleton = () => (
  <div aria-busy="true" className="grid gap-2">
    <div className="skeleton h-9" />
    <div className="skeleton h-9" />
  </div>
);
