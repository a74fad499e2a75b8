"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMay } from "@/api/session";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import type { SaveDialogProps } from "./save-dialog";

const SaveDialog = dynamic(() => import("./save-dialog").then((m) => m.SaveDialog), { ssr: false });

/** Offered to those who may keep things for the store. */
export function SaveButton(props: Omit<SaveDialogProps, "onClose">) {
  const [open, setOpen] = useState(false);
  if (!useMay("marketer")) return null;
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="pin" /> Save
      </Button>
      {open && <SaveDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
