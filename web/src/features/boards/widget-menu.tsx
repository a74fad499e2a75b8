"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useWidgetActions } from "@/api/queries/boards";
import { useMay } from "@/api/session";
import type { Widget } from "@/api/types";
import { attachToDock } from "@/lib/dock";
import { exploreLink } from "@/lib/explore-link";
import { Button, IconButton } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Menu, MenuContent, MenuItem, MenuLine, MenuTrigger } from "@/ui/menu";
import { Modal } from "@/ui/modal";
import { useToast } from "@/ui/toast";

const Embed = dynamic(() => import("@/blocks/embed").then((m) => m.Embed), { ssr: false });

interface RenameProps {
  widget: Widget;
  onRename: (name: string) => void;
  onClose: () => void;
}

function Rename({ widget, onRename, onClose }: RenameProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (name && name !== widget.name) onRename(name);
    onClose();
  };
  return (
    <Modal title={`Rename ${widget.name}`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label="Name"
          name="name"
          required
          maxLength={120}
          defaultValue={widget.name}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className="flex gap-2">
          <Button look="solid" type="submit">
            Rename
          </Button>
          <Button onClick={onClose}>Keep the name</Button>
        </div>
      </form>
    </Modal>
  );
}

/** A widget as what a message may be about. */
export const tileOf = ({ id, name, question }: Widget) => ({
  kind: "tile" as const,
  name,
  id,
  data: question ? { question: name } : {},
});

/** What can be done with a widget; who may only look can still open it in Explore. */
export function WidgetMenu({ widget, allowed }: { widget: Widget; allowed: boolean }) {
  const router = useRouter();
  const { change, remove, restore } = useWidgetActions();
  const { say, complain } = useToast();
  const [renaming, setRenaming] = useState(false);
  const [embedding, setEmbedding] = useState(false);
  const mayEmbed = useMay("admin");
  const { id, name } = widget;
  const failed = (error: Error) => complain(`${name} is as it was. ${error.message}`);
  // Promises, not callbacks: this menu is gone as soon as its widget is.
  const bringBack = () => restore.mutateAsync(id).catch(failed);
  const takeAway = () =>
    remove
      .mutateAsync(id)
      .then(() => say(`${name} removed`, { label: "Undo", onAct: bringBack }))
      .catch(failed);
  const pin = (pinned: boolean) => change.mutateAsync({ id, pinned });
  const pinAgain = () => pin(true).catch(failed);
  const unpin = () =>
    pin(false)
      .then(() => say(`${name} taken off Summary`, { label: "Undo", onAct: pinAgain }))
      .catch(failed);
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton icon="more" label={`Options of ${name}`} />
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => router.push(exploreLink(widget))}>Open in Explore</MenuItem>
          <MenuItem onSelect={() => attachToDock(tileOf(widget))}>Attach to a message</MenuItem>
          {mayEmbed && <MenuItem onSelect={() => setEmbedding(true)}>Embed</MenuItem>}
          {allowed && (
            <>
              <MenuItem onSelect={() => setRenaming(true)}>Rename</MenuItem>
              <MenuItem onSelect={unpin}>Take off Summary</MenuItem>
              <MenuLine />
              <MenuItem onSelect={takeAway}>Remove</MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      {embedding && (
        <Embed
          name={name}
          what={{ kind: "widget", thing_id: id }}
          onClose={() => setEmbedding(false)}
        />
      )}
      {renaming && (
        <Rename
          widget={widget}
          onClose={() => setRenaming(false)}
          onRename={(next) => change.mutate({ id, name: next }, { onError: failed })}
        />
      )}
    </>
  );
}
