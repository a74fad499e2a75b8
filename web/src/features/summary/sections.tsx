"use client";
import { type ReactNode, useEffect, useMemo } from "react";
import { useWorkspace } from "@/api/session";
import type { Kpi, Section, Summary } from "@/api/types";
import { cx } from "@/lib/cx";
import { plural } from "@/lib/format";
import { useStored } from "@/lib/stored";
import { Icon } from "@/ui/icon";
import { rememberLayout } from "./layout";
import { Pinned } from "./pinned";
import { Tile } from "./tile";
import { usePinActions } from "./use-pins";

export const GRID = "grid grid-cols-2 gap-2.5 rail:grid-cols-3 wide:grid-cols-4";

interface HeadProps {
  section: { key: string; label: string; note?: string | null };
  count: string;
  folded: boolean;
  onFold: () => void;
}

function Head({ section, count, folded, onFold }: HeadProps) {
  return (
    <h2 className="mb-2.5 flex items-center gap-2.5">
      <button
        type="button"
        aria-expanded={!folded}
        aria-controls={`section-${section.key}`}
        onClick={onFold}
        className="group/fold relative flex items-center gap-1 rounded-[6px] font-semibold max-rail:-my-2 max-rail:min-h-11"
      >
        {section.label}
        <span
          className={cx(
            "text-faint transition-[transform,opacity] rail:absolute rail:right-full rail:mr-0.5",
            folded
              ? "-rotate-90"
              : "opacity-0 group-hover/fold:opacity-100 group-focus-visible/fold:opacity-100 max-rail:opacity-100",
          )}
        >
          <Icon name="down" size={13} />
        </span>
      </button>
      <small className="truncate text-12 text-faint">{folded ? count : section.note}</small>
    </h2>
  );
}

/** Which sections are folded away, kept in this browser for this store. */
function useFolded(workspaceId: string) {
  const [stored, store] = useStored(`ma.folded.${workspaceId}`, "");
  const folded = new Set(stored.split(" ").filter(Boolean));
  const toggle = (key: string) => {
    if (!folded.delete(key)) folded.add(key);
    store([...folded].join(" "));
  };
  return { folded, toggle };
}

/** Pinned figures stand at the top once; their home section shows the rest. */
function arrange(summary: Summary): { pinned: Kpi[]; sections: Section[] } {
  const tiles = new Map(summary.sections.flatMap((s) => s.tiles).map((tile) => [tile.key, tile]));
  const pinned = summary.pins.flatMap((key) => tiles.get(key) ?? []);
  const keys = new Set(pinned.map((tile) => tile.key));
  const sections = summary.sections
    .map((section) => ({ ...section, tiles: section.tiles.filter((tile) => !keys.has(tile.key)) }))
    .filter((section) => section.key !== "pinned" && section.tiles.length > 0);
  return { pinned, sections };
}

export function Sections({ summary, board }: { summary: Summary; board: ReactNode }) {
  const workspace = useWorkspace();
  const { pinned, sections } = useMemo(() => arrange(summary), [summary]);
  const { folded, toggle } = useFolded(workspace.id);
  const actions = usePinActions(summary.pins);
  const total = pinned.length + sections.reduce((sum, section) => sum + section.tiles.length, 0);
  const sizes = [pinned.length, ...sections.map((section) => section.tiles.length)].join(" ");
  useEffect(() => rememberLayout(workspace.id, sizes), [workspace.id, sizes]);
  const pinnedNote = `${pinned.length} of ${total}`;
  return (
    <>
      <section className="mb-6.5" aria-label="Pinned">
        <Head
          section={{ key: "pinned", label: "Pinned", note: pinnedNote }}
          count={pinnedNote}
          folded={folded.has("pinned")}
          onFold={() => toggle("pinned")}
        />
        {!folded.has("pinned") && <Pinned tiles={pinned} summary={summary} actions={actions} />}
      </section>
      {board}
      {sections.map((section) => (
        <section key={section.key} className="mb-6.5" aria-label={section.label}>
          <Head
            section={section}
            count={plural(section.tiles.length, "figure")}
            folded={folded.has(section.key)}
            onFold={() => toggle(section.key)}
          />
          {!folded.has(section.key) && (
            <div id={`section-${section.key}`} className={GRID}>
              {section.tiles.map((tile) => (
                <Tile key={tile.key} tile={tile} summary={summary} actions={actions} />
              ))}
            </div>
          )}
        </section>
      ))}
    </>
  );
}
