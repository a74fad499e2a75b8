"use client";
import { useState } from "react";
import { useRemoveDocument } from "@/api/queries/documents";
import { useWorkspace } from "@/api/session";
import type { LibraryDocument } from "@/api/types";
import { contentHref } from "@/lib/content-href";
import { formatBytes, formatMoment, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/confirm";

const KINDS: Record<LibraryDocument["kind"], string> = {
  pdf: "PDF",
  csv: "CSV",
  text: "Text",
  markdown: "Markdown",
  html: "HTML",
  image: "Picture",
};

function about({ kind, bytes, facts }: LibraryDocument): string {
  const much = [
    facts.pages == null ? null : plural(facts.pages, "page"),
    facts.rows == null ? null : plural(facts.rows, "row"),
  ];
  return [KINDS[kind], ...much, formatBytes(bytes)].filter(Boolean).join(", ");
}

interface DocumentRowProps {
  document: LibraryDocument;
  mayEdit: boolean;
}

export function DocumentRow({ document, mayEdit }: DocumentRowProps) {
  const { id, timezone } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const remove = useRemoveDocument();
  return (
    <li className="flex items-center gap-3 border-b border-line py-2.5 last:border-0">
      <div className="min-w-0 flex-1">
        <a
          href={contentHref(document.id, id)}
          target="_blank"
          rel="noreferrer"
          className="font-medium wrap-anywhere hover:underline"
        >
          {document.name}
        </a>
        <p className="text-12 text-soft">
          {about(document)}, added {formatMoment(document.created_at, timezone)}
        </p>
        {document.facts.notes.map((note) => (
          <p key={note} className="text-12 text-soft">
            {note}
          </p>
        ))}
        {remove.error && (
          <p role="alert" className="text-bad">
            {remove.error.message}
          </p>
        )}
      </div>
      {mayEdit && (
        <Button
          look="quiet"
          aria-label={`Remove ${document.name}`}
          disabled={remove.isPending}
          onClick={() => setAsking(true)}
        >
          Remove
        </Button>
      )}
      {asking && (
        <Confirm
          title={`Remove ${document.name}?`}
          description="It is taken out of the library and of search for everybody here. This cannot be undone."
          act="Remove it"
          keep="Keep it"
          onAct={() => remove.mutate(document.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
