"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMay } from "@/api/session";
import type { Insight, InsightAsk } from "@/api/types";
import { Button } from "@/ui/button";

const SaveDialog = dynamic(() => import("./save-dialog").then((module) => module.SaveDialog));

/** Keeps the page as it is, under a name. */
export function SaveReport({ insight, ask }: { insight: Insight; ask: InsightAsk }) {
  const [open, setOpen] = useState(false);
  const may = useMay("marketer");
  if (!may) return null;
  return (
    <>
      <Button look="chip" onClick={() => setOpen(true)}>
        Save as report
      </Button>
      {open && <SaveDialog insight={insight} ask={ask} onClose={() => setOpen(false)} />}
    </>
  );
}
