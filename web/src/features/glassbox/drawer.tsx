"use client";
import { useState } from "react";
import { useKpiSql } from "@/api/queries/kpi";
import { useSummary } from "@/api/queries/summary";
import { useWorkspace } from "@/api/session";
import type { Kpi, Summary } from "@/api/types";
import { useWindow } from "@/lib/params";
import { CopyButton } from "@/ui/copy-button";
import { Panel } from "@/ui/panel";
import { Failed } from "@/ui/state";
import { AttachButton } from "./attach-button";
import { Chart } from "./chart";
import { Evidence, type EvidenceTab } from "./evidence";
import { Explanation, Missing } from "./explanation";
import { Headline } from "./headline";
import { PinButton } from "./pin-button";

/** Comes as a whole once the stored formula is there, so that nothing moves under a reading eye. */
function Details({ tile, tiles, onTab, tab }: BodyProps) {
  const { data, isPending } = useKpiSql(tile.key, useWindow());
  if (isPending) return <div aria-busy="true" className="skeleton mt-4.5 h-64" />;
  return (
    <>
      <Explanation tile={tile} tiles={tiles} formula={data?.formula} />
      <Evidence tile={tile} tab={tab} onTab={onTab} />
    </>
  );
}

function Body(props: BodyProps) {
  const { tile } = props;
  return (
    <>
      <Headline tile={tile} />
      {tile.status === "ok" && <Chart tile={tile} />}
      {tile.status === "missing" ? <Missing tile={tile} /> : <Details {...props} />}
    </>
  );
}

interface BodyProps {
  tile: Kpi;
  tiles: Kpi[];
  tab: EvidenceTab;
  onTab: (tab: EvidenceTab) => void;
}

function Waiting() {
  return (
    <div aria-busy="true" className="grid gap-3">
      <div className="skeleton h-8 w-44" />
      <div className="skeleton h-[200px]" />
      <div className="skeleton h-16" />
    </div>
  );
}

const tilesOf = (summary: Summary | undefined) =>
  summary?.sections.flatMap((section) => section.tiles) ?? [];

/** A link that opens this figure, in this store, over the very days shown here. */
function linkTo(tile: Kpi, slug: string, asOf: string | undefined): string {
  const url = new URL(window.location.href);
  url.searchParams.set("kpi", tile.key);
  url.searchParams.set("w", slug);
  if (asOf) url.searchParams.set("as_of", asOf);
  return url.href;
}

interface DrawerProps {
  kpiKey: string;
  onClose: () => void;
}

export function Drawer({ kpiKey, onClose }: DrawerProps) {
  const { data, error, refetch } = useSummary(useWindow());
  const { slug } = useWorkspace();
  const [tab, setTab] = useState<EvidenceTab>("sql");
  const tiles = tilesOf(data);
  const tile = tiles.find((candidate) => candidate.key === kpiKey);
  const giveFocusBack = (event: Event) => {
    const opener = document.querySelector<HTMLElement>(`[data-kpi="${CSS.escape(kpiKey)}"]`);
    if (!opener) return;
    event.preventDefault();
    opener.focus({ preventScroll: true });
  };
  const tools = tile && (
    <>
      {data && <PinButton tile={tile} pins={data.pins} />}
      <AttachButton tile={tile} onAttached={onClose} />
      <CopyButton
        text={linkTo(tile, slug, data?.as_of)}
        label="Link"
        copied="Link to this figure copied"
      />
    </>
  );
  return (
    <Panel
      title={tile?.label ?? "Workings"}
      tools={tools}
      wide={tab === "rows"}
      onClose={onClose}
      onCloseAutoFocus={giveFocusBack}
    >
      {tile && <Body tile={tile} tiles={tiles} tab={tab} onTab={setTab} />}
      {!tile && data && <p className="text-soft">There is no figure called “{kpiKey}” here.</p>}
      {!data && error && <Failed error={error} what="This figure" onRetry={refetch} />}
      {!data && !error && <Waiting />}
    </Panel>
  );
}
