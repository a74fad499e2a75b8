import type { ReactNode } from "react";
import { DockSlot } from "@/features/agent/dock-slot";
import { Shell } from "@/features/shell/shell";

export default function AppLayout({ children }: { children: ReactNode }) {
  return <Shell dock={<DockSlot />}>{children}</Shell>;
}
