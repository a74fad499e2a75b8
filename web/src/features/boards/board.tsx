"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useWidgets, useWidgetsData } from "@/api/queries/boards";
import { useMay } from "@/api/session";
import type { Widget } from "@/api/types";
import { useBetters } from "@/blocks/use-betters";
import { Button, buttonClass } from "@/ui/button";
import { AddWidget } from "./add-widget";
import { StaticGrid } from "./static-grid";
import { usePlaces } from "./use-places";

const loadArranging = () => import("./arranging").then((m) => m.Arranging);
const Embed = dynamic(() => import("@/blocks/embed").then((m) => m.Embed), { ssr: false });
const Arranging = dynamic(loadArranging, { ssr: false });

const Invitation = () => (
  <p className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line border-dashed px-4 py-3 text-soft">
    Ask something in Explore and save the answer as a widget: it is drawn here, up to date, each
    time you come.
    <Link href="/explore/" className={buttonClass("quiet", "-ml-2 font-medium text-ink")}>
      Open Explore
    </Link>
  </p>
);

function Widgets({ pinned, arranging }: { pinned: Widget[]; arranging: boolean }) {
  const { places, place } = usePlaces(pinned);
  const { data, error, refetch } = useWidgetsData(pinned);
  const betterOf = useBetters(pinned.length > 0);
  const allowed = useMay("marketer");
  const answers = { data, error, retry: () => void refetch(), betterOf };
  const shared = { widgets: pinned, places, answers };
  if (arranging) return <Arranging {...shared} onPlace={place} />;
  return <StaticGrid {...shared} allowed={allowed} />;
}

/** Answers that people saved, where they put them. */
export function Board() {
  const { data } = useWidgets();
  const allowed = useMay("marketer");
  const mayEmbed = useMay("admin");
  const [arranging, setArranging] = useState(false);
  const [embedding, setEmbedding] = useState(false);
  if (!data) return null;
  const pinned = data.filter((widget) => widget.pinned);
  const nothing = pinned.length === 0;
  const arrange = () => void loadArranging().then(() => setArranging(true));
  if (nothing && !allowed) return null;
  return (
    <section className="mb-6.5" aria-label="Your widgets">
      <div className="-mt-1 mb-1.5 flex h-[30px] items-center gap-1 max-rail:mb-2.5 max-rail:h-11">
        <h2 className="mr-auto font-semibold">Your widgets</h2>
        {allowed && <AddWidget widgets={data.filter((widget) => !widget.pinned)} />}
        {mayEmbed && !nothing && (
          <Button look="quiet" onClick={() => setEmbedding(true)}>
            Embed
          </Button>
        )}
        {allowed && !nothing && (
          <Button
            look="quiet"
            aria-pressed={arranging}
            className="max-rail:hidden"
            onPointerEnter={loadArranging}
            onClick={arranging ? () => setArranging(false) : arrange}
          >
            {arranging ? "Done arranging" : "Arrange"}
          </Button>
        )}
      </div>
      {embedding && (
        <Embed
          name="your widgets"
          what={{ kind: "board", thing_id: null }}
          onClose={() => setEmbedding(false)}
        />
      )}
      {nothing ? <Invitation /> : <Widgets pinned={pinned} arranging={arranging && allowed} />}
    </section>
  );
}
