"use client";
import { useMemo } from "react";
import { useWidgetActions } from "@/api/queries/boards";
import type { Widget } from "@/api/types";
import { compact, type Placed } from "@/lib/grid";
import { useToast } from "@/ui/toast";

const same = (a: Placed, b: Placed | undefined) =>
  b !== undefined && a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;

/** Where the widgets lie. A change shows at once and is saved as one request. */
export function usePlaces(widgets: Widget[]) {
  const { arrange } = useWidgetActions();
  const { complain } = useToast();
  const places = useMemo(
    () => compact(widgets.map(({ id, layout }) => ({ id, ...layout }))),
    [widgets],
  );
  const place = (next: Placed[]) => {
    const before = new Map(places.map((one) => [one.id, one]));
    if (next.every((one) => same(one, before.get(one.id)))) return;
    arrange.mutate(next, {
      onError: (error) => complain(`The widgets are where they were. ${error.message}`),
    });
  };
  return { places, place };
}
