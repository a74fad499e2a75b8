"use client";
import { useId, useState } from "react";
import { useSplit } from "@/api/queries/imports";
import { useMay, useWorkspace } from "@/api/session";
import type { Import, ImportStore } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";

function Stores({ stores }: { stores: ImportStore[] }) {
  return (
    <table className="ledger">
      <thead>
        <tr>
          <th>Store</th>
          <th>Files</th>
          <th className="text">Currency</th>
          <th className="text max-rail:hidden">Order names</th>
          <th className="text max-rail:hidden">Told apart by</th>
        </tr>
      </thead>
      <tbody>
        {stores.map((store) => (
          <tr key={store.name}>
            <td className="font-medium">{store.name}</td>
            <td>{store.files}</td>
            <td className="text">{store.currency ?? "–"}</td>
            <td className="text max-rail:hidden">{store.order_prefix ?? "–"}</td>
            <td className="text text-soft max-rail:hidden">{store.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface OptionProps {
  name: string;
  value: string;
  chosen: string;
  onChoose: (value: string) => void;
  title: string;
  note: string;
}

function Option({ name, value, chosen, onChoose, title, note }: OptionProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 py-1.5 max-rail:min-h-11">
      <input
        type="radio"
        name={name}
        checked={chosen === value}
        onChange={() => onChoose(value)}
        className="mt-[3px] accent-(--action)"
      />
      <span>
        {title}
        <span className="block text-12 text-faint">{note}</span>
      </span>
    </label>
  );
}

/** A folder of more than one store is never added up silently: it waits here for a person. */
export function SplitChoice({ item }: { item: Import }) {
  const name = useId();
  const workspace = useWorkspace();
  const mayChoose = useMay("marketer");
  const split = useSplit();
  const [chosen, setChosen] = useState(item.stores[0]?.name ?? "");
  const decide = () =>
    split.mutate({
      importId: item.import_id,
      store: chosen,
    });
  return (
    <section className="mb-4 overflow-hidden rounded-card border border-line-strong">
      <h3 className="bg-accent-wash px-4 py-2.5 font-semibold">
        This holds {plural(item.stores.length, "store")}. Nothing is imported until you say how.
      </h3>
      <div className="px-4 pt-1 pb-4">
        <Stores stores={item.stores} />
        <fieldset className="mt-3" disabled={!mayChoose || split.isPending}>
          <legend className="sr-only">What to import</legend>
          {item.stores.map((store) => (
            <Option
              key={store.name}
              name={name}
              value={store.name}
              chosen={chosen}
              onChoose={setChosen}
              title={`Only ${store.name}`}
              note={`${plural(store.files.length, "file")} into ${workspace.name}; the others are left out.`}
            />
          ))}
        </fieldset>
        {split.error && (
          <p role="alert" className="mt-2 text-bad">
            {split.error.message}
          </p>
        )}
        <Button
          look="solid"
          className="mt-3"
          disabled={!mayChoose || split.isPending}
          onClick={decide}
        >
          {`Import only ${chosen}`}
        </Button>
      </div>
    </section>
  );
}
