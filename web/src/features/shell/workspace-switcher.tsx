"use client";
import { useWorkspace } from "@/api/session";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";
import { Mark } from "@/ui/mark";

const load = () => import("./workspace-menu").then((module) => module.WorkspaceMenu);

/** Which store is open; pressing it shows the others. */
export function WorkspaceSwitcher() {
  const workspace = useWorkspace();
  const trigger = (
    <button
      type="button"
      className="flex w-full items-center gap-2.5 rounded-[6px] px-2 py-1.5 text-left max-rail:min-h-11 hover:bg-sunk data-[state=open]:bg-sunk"
    >
      <Mark />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1 font-semibold leading-[1.35]">
          <span className="truncate">{workspace.name}</span>
          <span className="text-faint">
            <Icon name="down" size={12} />
          </span>
        </span>
        <span className="block truncate text-11 leading-[1.25] text-faint">
          {workspace.timezone} · {workspace.currency}
        </span>
      </span>
      <span className="sr-only">Switch store</span>
    </button>
  );
  return <LazyPopup load={load} popup="menu" trigger={trigger} props={{}} />;
}
