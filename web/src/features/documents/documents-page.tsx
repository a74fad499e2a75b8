"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useDocuments } from "@/api/queries/documents";
import { useMay } from "@/api/session";
import { PageBar } from "@/ui/page-bar";
import { SearchField } from "@/ui/search-field";
import { Failed, Notice } from "@/ui/state";
import { AddDocuments } from "./add-documents";
import { DocumentRow } from "./document-row";
import { Results } from "./results";

function Library() {
  const { data, error, refetch } = useDocuments();
  const mayEdit = useMay("marketer");
  if (error && !data) return <Failed error={error} what="The library" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  if (data.length === 0) {
    return (
      <Notice title="No documents yet">
        Add what your team has written down: policies, the brand’s voice, briefs, terms. The agent
        and this page then find the passage that answers a question.
      </Notice>
    );
  }
  return (
    <section aria-label="Library">
      <h2 className="mb-1 font-medium">
        Library <span className="text-faint">{data.length}</span>
      </h2>
      <ul>
        {data.map((document) => (
          <DocumentRow key={document.id} {...{ document, mayEdit }} />
        ))}
      </ul>
    </section>
  );
}

/** What the workspace has written down: searched, added, opened, removed. */
export function DocumentsPage() {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const mayEdit = useMay("marketer");
  return (
    <>
      <PageBar title="Documents" />
      <div className="max-w-[820px]">
        <SearchField
          label="Search documents"
          placeholder="Search documents, definitions, saved questions and prompts"
          initial={q}
          onSearch={(next) => void setQ(next || null)}
        />
        {q.length > 1 ? (
          <Results q={q} />
        ) : (
          <>
            {mayEdit ? (
              <AddDocuments />
            ) : (
              <p className="mb-6 text-soft">
                Your role here lets you search and read documents, not add or remove any.
              </p>
            )}
            <Library />
          </>
        )}
      </div>
    </>
  );
}
