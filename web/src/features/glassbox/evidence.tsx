"use client";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { useKpiLineage, useKpiRows } from "@/api/queries/kpi";
import type { Kpi } from "@/api/types";
import { formatCount } from "@/lib/format";
import { useWindow } from "@/lib/params";
import { FilesTab } from "./files-tab";
import { RowsTab } from "./rows-tab";
import { SqlTab } from "./sql-tab";

export type EvidenceTab = "sql" | "rows" | "files";

function TabButton({ value, children }: { value: EvidenceTab; children: ReactNode }) {
  return (
    <Tabs.Trigger
      value={value}
      className="min-w-21 pt-1.5 pb-2 text-left text-faint hover:text-ink data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-1.5px_var(--text)] max-rail:min-h-11"
    >
      {children}
    </Tabs.Trigger>
  );
}

const count = (total: number | undefined) => (total === undefined ? "" : ` ${formatCount(total)}`);

interface EvidenceProps {
  tile: Kpi;
  tab: EvidenceTab;
  onTab: (tab: EvidenceTab) => void;
}

/** The three steps down from a figure: the statement, the rows it read, the files they came from. */
export function Evidence({ tile, tab, onTab }: EvidenceProps) {
  const window = useWindow();
  const rows = useKpiRows(tile.key, window, { page: 0 });
  const files = useKpiLineage(tile.key, window);
  return (
    <Tabs.Root value={tab} onValueChange={(next) => onTab(next as EvidenceTab)} className="mt-5">
      <Tabs.List aria-label="Evidence" className="flex gap-2 border-b border-line">
        <TabButton value="sql">SQL</TabButton>
        <TabButton value="rows">Rows{count(rows.data?.total)}</TabButton>
        <TabButton value="files">Files{count(files.data?.files.length)}</TabButton>
      </Tabs.List>
      <Tabs.Content value="sql" className="pt-3">
        <SqlTab kpiKey={tile.key} />
      </Tabs.Content>
      <Tabs.Content value="rows" className="pt-3">
        <RowsTab tile={tile} />
      </Tabs.Content>
      <Tabs.Content value="files" className="pt-3">
        <FilesTab kpiKey={tile.key} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
