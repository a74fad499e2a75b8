"use client";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useKpiSql } from "@/api/queries/kpi";
import { useSummary } from "@/api/queries/summary";
import { useWorkspace } from "@/api/session";
import type { Kpi, Summary } from "@/api/types";
import { cx } from "@/lib/cx";
import { useWindow } from "@/lib/params";
import { IconButton } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Failed } from "@/ui/state";
import { AttachButton } from "./attach-button";
import { Chart } from "./chart";
import { Evidence, type EvidenceTab } from "./evidence";
import { Explanation, Missing } from "./explanation";
import { Headline } from "./headline";
import { PinButton } from "./pin-button";

const PANEL =
  "floating fixed z-50 flex flex-col overflow-hidden outline-none rail:inset-y-3 rail:right-3 rail:animate-[slide-in_.18s_ease-out] rail:rounded-[12px] rail:transition-[width] rail:duration-150 max-rail:inset-x-0 max-rail:bottom-0 max-rail:top-[8vh] max-rail:animate-[rise-in_.2s_ease-out] max-rail:rounded-t-[14px] max-rail:rounded-b-none";

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

/** The panel itself takes the focus, so that its name is read first and no button looks pressed. */
function focusPanel(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
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
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 max-rail:bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusPanel}
          onCloseAutoFocus={giveFocusBack}
          className={cx(
            PANEL,
            tab === "rows" ? "rail:w-[min(880px,calc(100vw-24px))]" : "rail:w-[460px]",
          )}
        >
          <header className="flex items-center gap-1 py-3 pr-3 pl-5">
            <Dialog.Title className="grid min-h-10 min-w-0 flex-1 content-center text-15 font-semibold leading-[1.3]">
              {tile?.label ?? "Workings"}
            </Dialog.Title>
            {tile && data && <PinButton tile={tile} pins={data.pins} />}
            {tile && <AttachButton tile={tile} onAttached={onClose} />}
            {tile && (
              <CopyButton
                text={linkTo(tile, slug, data?.as_of)}
                label="Link"
                copied="Link to this figure copied"
              />
            )}
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </header>
          {/* A figure replaces what stood for it: under a name of more lines it begins lower. */}
          <div key={tile?.key} className="min-h-0 flex-1 overflow-auto px-5 pb-6">
            {tile && <Body tile={tile} tiles={tiles} tab={tab} onTab={setTab} />}
            {!tile && data && (
              <p className="text-soft">There is no figure called “{kpiKey}” here.</p>
            )}
            {!data && error && <Failed error={error} what="This figure" onRetry={refetch} />}
            {!data && !error && <Waiting />}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
