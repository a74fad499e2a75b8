"use client";
import { useEntries, useEntryActions, useListDownload } from "@/api/queries/meanings";
import { useMay } from "@/api/session";
import type { EntrySearch, PromptEntry } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { EntryRow } from "./entry-row";
import { isDescending, useSearch } from "./list-state";
import { Listed } from "./listed";
import { Toolbar } from "./toolbar";
import { anyOf, ENTRY_SORTS, SOURCES, STATUSES } from "./words";

function Table({ items, isAllowed }: { items: PromptEntry[]; isAllowed: boolean }) {
  return (
    <ScrollBox label="What questions mean">
      <table className="ledger">
        <thead>
          <tr>
            <th>Question and meaning</th>
            <th className="text max-rail:hidden">Source</th>
            <th className="text">Status</th>
            <th>Hits</th>
            <th className="max-rail:hidden">Average</th>
            <th className="max-rail:hidden">Last used</th>
            <th className="max-rail:hidden">Thumbs</th>
            <th className="max-rail:hidden">Age</th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <EntryRow key={entry.id} entry={entry} isAllowed={isAllowed} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Rebuild() {
  const { rebuild } = useEntryActions();
  const { say, complain } = useToast();
  const run = () =>
    rebuild.mutate(undefined, {
      onSuccess: ({ total }) => say(`Read anew: ${plural(total, "meaning")} known`),
      onError: (error) => complain(error.message),
    });
  return (
    <Button
      look="quiet"
      className="h-9"
      title="Reads the common questions of this store anew"
      disabled={rebuild.isPending}
      onClick={run}
    >
      {rebuild.isPending ? "Rebuilding…" : "Rebuild"}
    </Button>
  );
}

const FIRST: EntrySearch = { sort: "hits", descending: true };
const EMPTY = {
  title: "Nothing is remembered yet",
  text: "After an import the common questions of the store are read ahead and appear here; so does every question that is asked.",
};

/** What every known wording means, to look through and to put right. */
export function Entries() {
  const { search, page, setPage, narrow, find } = useSearch<EntrySearch>(FIRST);
  const { data, error, refetch } = useEntries(search, page);
  const file = useListDownload("/prompt-cache.csv", search);
  const isAllowed = useMay("marketer");
  const pick = (name: "source" | "status") => (value: string) =>
    narrow({ [name]: value || null } as Partial<EntrySearch>);
  const sort = (value: string) =>
    narrow({ sort: value as EntrySearch["sort"], descending: isDescending(value) });
  if (error) return <Failed error={error} what="The list" onRetry={refetch} />;
  return (
    <>
      <Toolbar
        searchLabel="Search questions and hashes"
        onSearch={find}
        file={file}
        choices={[
          { label: "Source", options: anyOf(SOURCES), onChoose: pick("source") },
          { label: "Status", options: anyOf(STATUSES), onChoose: pick("status") },
          { label: "Order", options: ENTRY_SORTS, onChoose: sort },
        ]}
      >
        {isAllowed && <Rebuild />}
      </Toolbar>
      {!isAllowed && (
        <p className="mb-3 text-12 text-faint">
          You can look. Owners, admins and marketers change what a question means.
        </p>
      )}
      <Listed
        total={data?.total}
        page={page}
        onPage={setPage}
        isNarrowed={Boolean(search.q || search.source || search.status)}
        empty={EMPTY}
      >
        <Table items={data?.items ?? []} isAllowed={isAllowed} />
      </Listed>
    </>
  );
}
