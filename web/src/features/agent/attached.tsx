"use client";
import { useWorkspace } from "@/api/session";
import type { ThreadMessage } from "@/api/types";
import { contentHref } from "@/lib/content-href";
import { IconButton } from "@/ui/button";
import { Icon, type IconName } from "@/ui/icon";
import { Progress } from "@/ui/progress";
import type { Attaching } from "./use-attachments";

const FILES = ["image", "csv", "pdf", "text"];
const ICONS: Record<string, IconName> = {
  metric: "number",
  table: "table",
  tile: "columns",
  report: "line",
  part: "insights",
};

interface AttachingListProps {
  items: readonly Attaching[];
  onRemove: (item: Attaching) => void;
}

/** What goes with the next message; what was refused says why. */
export function AttachingList({ items, onRemove }: AttachingListProps) {
  if (items.length === 0) return null;
  return (
    <ul aria-label="Attached to the next message" className="grid gap-1 px-3 pt-2">
      {items.map((item) => (
        <li key={item.key} className="flex items-center gap-2 text-12">
          <Icon name={ICONS[item.given?.kind ?? "text"] ?? "file"} />
          <span className="min-w-0 flex-1">
            <span className="block truncate">{item.name}</span>
            {item.problem && (
              <span role="alert" className="block text-pretty text-bad">
                {item.problem}
              </span>
            )}
            {!item.problem && !item.document && !item.given && (
              <Progress
                fraction={item.fraction < 1 ? item.fraction : null}
                label={`Sending ${item.name}`}
              />
            )}
          </span>
          <IconButton icon="close" label={`Remove ${item.name}`} onClick={() => onRemove(item)} />
        </li>
      ))}
    </ul>
  );
}

/** What a message was sent with: files open, numbers are named. */
export function AttachedChips({ items }: { items: ThreadMessage["attachments"] }) {
  const { id } = useWorkspace();
  if (items.length === 0) return null;
  const look =
    "inline-flex max-w-full items-center gap-1.5 rounded-field border border-line px-2 py-1 text-12";
  return (
    <ul aria-label="Attached" className="mb-2 ml-8 flex flex-wrap justify-end gap-1.5">
      {items.map((one) => (
        <li key={`${one.kind} ${one.id ?? one.name}`} className="min-w-0">
          {one.id && FILES.includes(one.kind) ? (
            <a
              href={contentHref(one.id, id)}
              target="_blank"
              rel="noreferrer"
              className={`${look} hover:border-faint`}
            >
              <Icon name="file" />
              <span className="truncate">{one.name}</span>
            </a>
          ) : (
            <span className={look}>
              <Icon name={ICONS[one.kind] ?? "table"} />
              <span className="truncate">{one.name}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
