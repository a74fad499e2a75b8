"use client";
import { usePins } from "@/api/queries/summary";
import { useMay } from "@/api/session";
import type { Kpi } from "@/api/types";
import { toggled } from "@/lib/pins";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

/** Pinning without a pointer that hovers: on a phone this is where it is done. */
export function PinButton({ tile, pins }: { tile: Kpi; pins: string[] }) {
  const { mutate } = usePins();
  const { complain } = useToast();
  const pinned = pins.includes(tile.key);
  if (!useMay("approver")) return null;
  const onError = (error: Error) => complain(`The pins are as they were. ${error.message}`);
  return (
    <Button look="quiet" onClick={() => mutate(toggled(pins, tile.key), { onError })}>
      <Icon name="pin" /> {pinned ? "Unpin" : "Pin"}
    </Button>
  );
}
