"use client";
import { useListDownload, useTemplates } from "@/api/queries/meanings";
import type { SqlTemplate, TemplateSearch } from "@/api/types";
import { ScrollBox } from "@/ui/scroll-box";
import { Failed } from "@/ui/state";
import { isDescending, useSearch } from "./list-state";
import { Listed } from "./listed";
import { TemplateRow } from "./template-row";
import { Toolbar } from "./toolbar";
import { anyOf, KINDS, TEMPLATE_SORTS } from "./words";

function Table({ items }: { items: SqlTemplate[] }) {
  return (
    <ScrollBox label="Stored SQL">
      <table className="ledger">
        <thead>
          <tr>
            <th>Statement</th>
            <th className="text">For</th>
            <th className="text max-rail:hidden">Source</th>
            <th>Runs</th>
            <th className="max-rail:hidden">Average</th>
            <th className="max-rail:hidden">Last run</th>
            <th className="max-rail:hidden">Age</th>
          </tr>
        </thead>
        <tbody>
          {items.map((template) => (
            <TemplateRow key={template.id} template={template} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const FIRST: TemplateSearch = { sort: "runs", descending: true };
const EMPTY = {
  title: "No SQL is stored yet",
  text: "After an import the SQL of every figure that the data can answer is stored and appears here.",
};

/** Every statement stored for this store, with its hash and how it runs. */
export function Templates() {
  const { search, page, setPage, narrow, find } = useSearch<TemplateSearch>(FIRST);
  const { data, error, refetch } = useTemplates(search, page);
  const file = useListDownload("/sql-templates.csv", search);
  const kind = (value: string) => narrow({ kind: (value || null) as TemplateSearch["kind"] });
  const sort = (value: string) =>
    narrow({ sort: value as TemplateSearch["sort"], descending: isDescending(value) });
  if (error) return <Failed error={error} what="The stored SQL" onRetry={refetch} />;
  return (
    <>
      <Toolbar
        searchLabel="Search names, hashes and SQL"
        onSearch={find}
        file={file}
        choices={[
          { label: "For", options: anyOf(KINDS), onChoose: kind },
          { label: "Order", options: TEMPLATE_SORTS, onChoose: sort },
        ]}
      />
      <Listed
        total={data?.total}
        page={page}
        onPage={setPage}
        isNarrowed={Boolean(search.q || search.kind)}
        empty={EMPTY}
      >
        <Table items={data?.items ?? []} />
      </Listed>
    </>
  );
}
