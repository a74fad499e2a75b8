"use client";
import type { Kpi } from "@/api/types";
import { attachToDock } from "@/lib/dock";
import { useWindow } from "@/lib/params";
import { DEFAULT_RANGE, rangeLabel } from "@/lib/ranges";
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
  const days = rangeLabel(range ?? DEFAULT_RANGE).toLowerCase();
  const attach = () => {
    onAttached();
    const name = `${tile.label}, ${days}`;
    const question = `${tile.label} ${days}`;
    attachToDock({ kind: "metric", name, id: tile.key, data: { question } });
  };
  return (
    <Button look="quiet" onClick={attach}>
      <Icon name="agent" /> Attach
    </Button>
  );
}
