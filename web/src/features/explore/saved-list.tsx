"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useSaved, useSavedActions } from "@/api/queries/saved";
import { useMay } from "@/api/session";
import type { SavedQuestion } from "@/api/types";
import { attachToDock } from "@/lib/dock";
import { Button, IconButton } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

const Embed = dynamic(() => import("@/blocks/embed").then((m) => m.Embed), {
  ssr: false,
});

const reportOf = ({ id, name, kind }: SavedQuestion) => ({
  kind: "report" as const,
  name,
  id,
  data: kind === "sql" ? {} : { question: name },
});

interface SavedListProps {
  onOpen: (saved: SavedQuestion) => void;
}

/** What people of this store keep; deleting can be taken back at once. */
export function SavedList({ onOpen }: SavedListProps) {
  const { data, error, refetch } = useSaved();
  const { remove, restore } = useSavedActions();
  const { say, complain } = useToast();
  const mayKeep = useMay("marketer");
  const mayEmbed = useMay("admin");
  const [embedded, setEmbedded] = useState<SavedQuestion | null>(null);
  if (error) return <Failed error={error} what="The saved questions" onRetry={refetch} />;
  if (!data?.items.length) return null;
  const drop = ({ id, name }: SavedQuestion) =>
    remove.mutate(id, {
      onSuccess: () => say(`“${name}” is deleted`),
      onError: (failure) => complain(failure.message),
    });
  const last = remove.data === undefined ? null : remove.variables;
  return (
    <section aria-labelledby="saved-questions">
      <h2 id="saved-questions" className="mb-1 font-semibold">
        Saved
      </h2>
      <ul>
        {data.items.map((saved) => (
          <li key={saved.id} className="flex items-center gap-2 border-b border-line last:border-0">
            <button
              type="button"
              onClick={() => onOpen(saved)}
              className="min-w-0 flex-1 py-2 text-left hover:underline hover:underline-offset-2 max-rail:min-h-11"
            >
              {saved.name}
            </button>
            <span className="shrink-0 text-12 text-faint">
              {[saved.kind === "sql" && "SQL", saved.created_by?.name].filter(Boolean).join(" · ")}
            </span>
            <IconButton
              icon="agent"
              label={`Attach ${saved.name} to a message`}
              onClick={() => attachToDock(reportOf(saved))}
            />
            {mayEmbed && (
              <IconButton
                icon="link"
                label={`Embed ${saved.name}`}
                onClick={() => setEmbedded(saved)}
              />
            )}
            {mayKeep && (
              <IconButton icon="close" label={`Delete ${saved.name}`} onClick={() => drop(saved)} />
            )}
          </li>
        ))}
      </ul>
      {embedded && (
        <Embed
          name={embedded.name}
          what={{ kind: "question", thing_id: embedded.id }}
          onClose={() => setEmbedded(null)}
        />
      )}
      {last && !restore.isSuccess && (
        <Button look="quiet" className="-ml-2" onClick={() => restore.mutate(last)}>
          Bring the deleted one back
        </Button>
      )}
    </section>
  );
}
