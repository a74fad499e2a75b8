"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMay } from "@/api/session";
import { Button } from "@/ui/button";

const StockDialog = dynamic(() => import("./stock-dialog").then((module) => module.StockDialog));

/** Sets by what stock is judged. */
export function SetStock() {
  const [open, setOpen] = useState(false);
  const may = useMay("marketer");
  if (!may) return null;
  return (
    <>
      <Button look="chip" onClick={() => setOpen(true)}>
        Set lead time
      </Button>
      {open && <StockDialog onClose={() => setOpen(false)} />}
    </>
  );
}
