"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { type ChatDraft, newChat } from "./alert-draft";
import { SendTest } from "./alert-test";
import { Check, WantedFields } from "./alert-wanted";
import { Panel } from "./parts";

interface ChatProps {
  chat: ChatDraft;
  unsaved: boolean;
  onChange: (change: Partial<ChatDraft>) => void;
  onRemove: () => void;
}

function Chat({ chat, unsaved, onChange, onRemove }: ChatProps) {
  const [open, setOpen] = useState(false);
  return (
    <li className="grid gap-3 border-b border-line py-3" aria-label={chat.name}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <Check label={chat.name} checked={chat.on} onChange={() => onChange({ on: !chat.on })} />
          <p className="font-mono text-12 text-faint wrap-anywhere">
            {chat.host} …{chat.last4}
          </p>
        </div>
        <div className="-mr-2 flex gap-1">
          <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            Choose alerts
          </Button>
          <Button look="quiet" onClick={onRemove} aria-label={`Remove: ${chat.name}`}>
            Remove
          </Button>
        </div>
      </div>
      {open && <WantedFields wanted={chat} onChange={onChange} />}
      <SendTest channel={chat.id ?? ""} unsaved={unsaved || !chat.id} />
    </li>
  );
}

function AddChat({ onAdd }: { onAdd: (chat: ChatDraft) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onAdd(newChat(String(form.get("name")).trim(), String(form.get("url")).trim()));
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-[1fr_2fr_auto]">
      <TextField label="Name" name="name" required maxLength={60} placeholder="Team chat" />
      <TextField
        label="Webhook address"
        name="url"
        type="url"
        required
        maxLength={2000}
        autoComplete="off"
        placeholder="https://hooks.example.com/…"
      />
      <div>
        <Button type="submit" className="h-9">
          Add the chat
        </Button>
      </div>
    </form>
  );
}

interface ChatsProps {
  chats: ChatDraft[];
  unsaved: boolean;
  onChange: (chats: ChatDraft[]) => void;
}

export function AlertChats({ chats, unsaved, onChange }: ChatsProps) {
  const change = (key: string, changed: Partial<ChatDraft>) =>
    onChange(chats.map((chat) => (chat.key === key ? { ...chat, ...changed } : chat)));
  return (
    <Panel
      title="Slack and other chats"
      note="Paste the address of an incoming webhook. Whoever has it can post to your chat, so it is kept sealed and not shown again."
    >
      {chats.length > 0 && (
        <ul className="mb-4 border-t border-line">
          {chats.map((chat) => (
            <Chat
              key={chat.key}
              chat={chat}
              unsaved={unsaved}
              onChange={(changed) => change(chat.key, changed)}
              onRemove={() => onChange(chats.filter(({ key }) => key !== chat.key))}
            />
          ))}
        </ul>
      )}
      <AddChat onAdd={(chat) => onChange([...chats, chat])} />
    </Panel>
  );
}
