"use client";
import type { Kpi } from "@/api/types";
import { attachToDock } from "@/lib/dock";
import { figureOf } from "@/lib/figure-of";
import { useWindow } from "@/lib/params";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

interface AttachButtonProps {
  tile: Kpi;
  /** The drawer lies over the agent, so it makes room. */
  onAttached: () => void;
}

/** Takes the figure, over the days in sight, to the next message to the agent. */
export function AttachButton({ tile, onAttached }: AttachButtonProps) {
  const { range } = useWindow();
  const attach = () => {
    onAttached();
    attachToDock(figureOf(tile, range ?? null));
  };
  return (
    <Button look="quiet" onClick={attach}>
      <Icon name="agent" /> Attach
    </Button>
  );
}
