"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEntryActions } from "@/api/queries/meanings";
import type { EntryChange, PromptEntry } from "@/api/types";
import { IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLine, MenuTrigger } from "@/ui/menu";
import { useToast } from "@/ui/toast";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });
const EditMeaning = dynamic(() => import("./edit-meaning").then((m) => m.EditMeaning), {
  ssr: false,
});

/** What can be done to an entry, each with its word to the person who did it. */
function useActs({ id }: PromptEntry) {
  const { change, forget } = useEntryActions();
  const { say, complain } = useToast();
  const onError = (error: Error) => complain(error.message);
  return {
    set: (part: EntryChange, done: string) =>
      change.mutate({ id, ...part }, { onSuccess: () => say(done), onError }),
    forget: () => forget.mutate(id, { onSuccess: () => say("Forgotten"), onError }),
  };
}

export function EntryMenu({ entry }: { entry: PromptEntry }) {
  const acts = useActs(entry);
  const [asking, setAsking] = useState<"edit" | "forget" | null>(null);
  const { pinned, status, prompt } = entry;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton icon="more" label={`Options of ${prompt}`} className="-my-1" />
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem
            onSelect={() =>
              acts.set(
                { pinned: !pinned },
                pinned ? "Unpinned" : "Pinned: it comes first and stays listed",
              )
            }
          >
            {pinned ? "Unpin" : "Pin"}
          </MenuItem>
          {status !== "verified" && (
            <MenuItem onSelect={() => acts.set({ status: "verified" }, "Verified")}>
              Verify
            </MenuItem>
          )}
          <MenuItem onSelect={() => setAsking("edit")}>Edit the meaning</MenuItem>
          <MenuLine />
          {status !== "expired" && (
            <MenuItem
              onSelect={() => acts.set({ status: "expired" }, "Expired: it is read anew next time")}
            >
              Expire
            </MenuItem>
          )}
          <MenuItem onSelect={() => setAsking("forget")}>Forget</MenuItem>
        </MenuContent>
      </Menu>
      {asking === "edit" && <EditMeaning entry={entry} onClose={() => setAsking(null)} />}
      {asking === "forget" && (
        <Confirm
          title={`Forget “${prompt}”?`}
          description="Its meaning, its wordings and its counts go for everybody of this store. The next question of this wording is read anew; the data is not touched."
          act="Forget it"
          keep="Keep it"
          onAct={acts.forget}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
