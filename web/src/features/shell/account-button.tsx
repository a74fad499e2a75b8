"use client";
import { useCurrent } from "@/api/session";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";

const load = () => import("./account-menu").then((module) => module.AccountMenu);

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();

const WIDE =
  "flex w-full items-center gap-2 rounded-[6px] px-1.5 py-1 text-left text-soft hover:bg-sunk data-[state=open]:bg-sunk";

/** The signed-in person. Wide in the rail, only the initials on a phone. */
export function AccountButton({ wide = false }: { wide?: boolean }) {
  const { user } = useCurrent().session;
  const trigger = (
    <button
      type="button"
      aria-label={`Account of ${user.name}`}
      className={cx(wide ? WIDE : "grid size-11 place-items-center")}
    >
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center rounded-full border border-line-strong text-[10px] font-medium text-soft"
      >
        {initials(user.name)}
      </span>
      {wide && <span className="min-w-0 flex-1 truncate">{user.name}</span>}
      {wide && <Icon name="more" />}
    </button>
  );
  return <LazyPopup load={load} popup="menu" trigger={trigger} props={{ above: wide }} />;
}
