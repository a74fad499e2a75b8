"use client";
import { useImports } from "@/api/queries/imports";
import { useMay } from "@/api/session";
import { plural } from "@/lib/format";
import { useImportParam } from "@/lib/params";
import { PageBar } from "@/ui/page-bar";
import { Failed } from "@/ui/state";
import { DropZone } from "./drop-zone";
import { ImportItem } from "./import-item";
import { useUpload } from "./use-upload";

function AddFiles({ onStarted }: { onStarted: (importId: string) => void }) {
  const { state, send, cancel } = useUpload(onStarted);
  return <DropZone state={state} onFiles={send} onCancel={cancel} />;
}

function Skeleton() {
  return (
    <div aria-busy="true" className="rounded-card border border-line bg-surface">
      {[0, 1, 2].map((place) => (
        <div
          key={place}
          className="flex h-[62px] items-center gap-4 border-b border-line px-4 last:border-0"
        >
          <div className="skeleton h-3.5 w-44" />
          <div className="skeleton ml-auto h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}

function List() {
  const [openId, setOpenId] = useImportParam();
  const { data, error, refetch } = useImports();
  if (!data)
    return error ? <Failed error={error} what="The imports" onRetry={refetch} /> : <Skeleton />;
  if (data.items.length === 0) {
    return (
      <p className="text-soft">
        Nothing imported yet. Every import is listed here with what became of each file and row, and
        can be taken back.
      </p>
    );
  }
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-2.5 flex items-baseline gap-2.5 font-semibold">
        History
        <small className="text-12 font-normal text-faint">
          {plural(data.items.length, "import")}
        </small>
      </h2>
      <ul className="rounded-card border border-line bg-surface">
        {data.items.map((item) => (
          <ImportItem
            key={item.import_id}
            item={item}
            open={item.import_id === openId || item.status === "needs_choice"}
            onKeep={() => setOpenId(item.import_id)}
            onToggle={() => setOpenId(item.import_id === openId ? null : item.import_id)}
          />
        ))}
      </ul>
    </section>
  );
}

export function ImportsPage() {
  const [, setOpenId] = useImportParam();
  const mayImport = useMay("marketer");
  return (
    <>
      <PageBar title="Imports" />
      {mayImport ? (
        <AddFiles onStarted={setOpenId} />
      ) : (
        <p className="mb-6 text-soft">
          Your role here lets you look at imports, not add or take back any.
        </p>
      )}
      <List />
    </>
  );
}
