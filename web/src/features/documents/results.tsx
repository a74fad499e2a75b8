"use client";
import { useSearch } from "@/api/queries/documents";
import { useWorkspace } from "@/api/session";
import type { SearchHit } from "@/api/types";
import { contentHref } from "@/lib/content-href";
import { Failed, Notice } from "@/ui/state";

const KINDS: Record<SearchHit["source"], string> = {
  metric: "Definition",
  saved_question: "Saved question",
  widget: "Widget",
  prompt: "Prompt",
  document: "Document",
};

function Title({ hit }: { hit: SearchHit }) {
  const { id } = useWorkspace();
  if (hit.source !== "document") return <>{hit.title}</>;
  return (
    <a
      href={contentHref(hit.source_id, id)}
      target="_blank"
      rel="noreferrer"
      className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
    >
      {hit.title}
    </a>
  );
}

/** A passage with its words marked. It is text of whoever wrote it, shown and never followed. */
function Passage({ hit }: { hit: SearchHit }) {
  const place = [hit.heading, hit.page === null ? null : `page ${hit.page}`].filter(Boolean);
  return (
    <li className="border-b border-line py-3 last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium wrap-anywhere">
          <Title hit={hit} />
        </span>
        {place.length > 0 && <span className="text-soft">{place.join(", ")}</span>}
        <span className="text-12 text-faint">{KINDS[hit.source]}</span>
      </p>
      <p className="mt-0.5 text-pretty wrap-anywhere text-soft">
        {hit.passage.map((piece, at) =>
          piece.hit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
            <mark key={at} className="rounded-sm bg-sunk px-0.5 font-medium text-ink">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </p>
    </li>
  );
}

export function Results({ q }: { q: string }) {
  const { data, error, refetch } = useSearch(q);
  if (error && !data) return <Failed error={error} what="The search" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  return (
    <section aria-label="Results">
      {data.items.length === 0 ? (
        <Notice title="Nothing is about that">
          Try other words, or clear the search to see what the library holds.
        </Notice>
      ) : (
        <ol>
          {data.items.map((hit, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the ranking
            <Passage key={at} hit={hit} />
          ))}
        </ol>
      )}
      <p className="mt-3 text-12 text-faint">{data.how}</p>
    </section>
  );
}
