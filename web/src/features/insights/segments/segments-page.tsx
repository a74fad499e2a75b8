"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useSegment } from "@/api/queries/segments";
import { Button, buttonClass } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";
import type { Beginning } from "./builder";
import { GROUPS } from "./fields";

const Waiting = () => <div aria-busy="true" className="skeleton h-[320px]" />;
const Builder = dynamic(() => import("./builder").then((m) => m.Builder), {
  ssr: false,
  loading: Waiting,
});
const SavedList = dynamic(() => import("./saved-list").then((m) => m.SavedList), { ssr: false });
const TemplateList = dynamic(() => import("./template-list").then((m) => m.TemplateList), {
  ssr: false,
});
const Overlap = dynamic(() => import("./overlap").then((m) => m.Overlap), { ssr: false });

interface OpenedProps {
  id: string;
  onSaved: (id: string) => void;
}

/** A saved one, once it is here; another version of it begins anew. */
function Opened({ id, onSaved }: OpenedProps) {
  const { data, error, refetch } = useSegment(id);
  if (error && !data) return <Failed error={error} what="The segment" onRetry={refetch} />;
  if (!data) return <Waiting />;
  return (
    <Builder
      key={`${data.id}@${data.version}`}
      segment={data}
      beginning={null}
      onSaved={(saved) => onSaved(saved.id)}
    />
  );
}

/** The rule of one of the eleven groups, as a link from the page of groups names it. */
function ofGroup(group: string | null): Beginning | null {
  const known = GROUPS.find(([value]) => value === group);
  if (!known) return null;
  const [value, name] = known;
  const rules = [{ field: "rfm_group", op: "is", value }] as const;
  return { name, rules: { match: "all", groups: [{ match: "all", rules: [...rules] }] } };
}

/** Segments of the store: what is kept, what to begin with, and the rules of one. */
export function SegmentsPage() {
  const [open, setOpen] = useQueryState("segment", parseAsString.withOptions({ history: "push" }));
  const [group, setGroup] = useQueryState("group");
  const [begun, setBegun] = useState<{ turn: number; from: Beginning | null }>({
    turn: 0,
    from: null,
  });
  const [ticked, setTicked] = useState<string[]>([]);
  // On a phone the lists lie under the rules: what was picked there is shown from its top.
  const show = (id: string | null) => {
    void setOpen(id);
    void setGroup(null);
    window.scrollTo({ top: 0 });
  };
  const begin = (from: Beginning | null) => {
    setBegun(({ turn }) => ({ turn: turn + 1, from }));
    show(null);
  };
  return (
    <>
      <PageBar title="Saved segments">
        <Button onClick={() => begin(null)}>New segment</Button>
        <Link href="/insights/segments/" className={buttonClass("quiet")}>
          RFM groups
        </Link>
      </PageBar>
      <div className="grid grid-cols-[minmax(0,1fr)_280px] gap-x-10 gap-y-8 pt-2 max-wide:grid-cols-1">
        <div className="min-w-0 max-w-[820px]">
          {open ? (
            <Opened id={open} onSaved={show} />
          ) : (
            <Builder
              key={`${begun.turn} ${group}`}
              segment={null}
              beginning={begun.from ?? ofGroup(group)}
              onSaved={(saved) => show(saved.id)}
            />
          )}
          {ticked.length > 1 && <Overlap ids={ticked} />}
        </div>
        <div>
          <SavedList
            open={open}
            ticked={ticked}
            onOpen={(id) => (id ? show(id) : begin(null))}
            onTick={setTicked}
          />
          <TemplateList onPick={({ name, rules }) => begin({ name, rules })} />
        </div>
      </div>
    </>
  );
}
