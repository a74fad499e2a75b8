"use client";
import { type ReactNode, useId, useState } from "react";
import { useSplit } from "@/api/queries/imports";
import { useMay, useWorkspace } from "@/api/session";
import type { SplitChoice as Choice, Import, ImportStore } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { SelectField } from "@/ui/field";
import { SplitStores } from "./split-stores";

interface OptionProps {
  group: string;
  chosen: boolean;
  onChoose: () => void;
  title: string;
  note: string;
  disabled?: boolean;
  children?: ReactNode;
}

function Option({ group, chosen, onChoose, title, note, disabled, children }: OptionProps) {
  return (
    <div className="py-1.5">
      <label className="flex cursor-pointer items-start gap-2.5 max-rail:min-h-11">
        <input
          type="radio"
          name={group}
          checked={chosen}
          disabled={disabled}
          onChange={onChoose}
          className="mt-[3px] accent-(--action)"
        />
        <span>
          {title}
          <span className="block text-12 text-faint">{note}</span>
        </span>
      </label>
      {chosen && children && <div className="mt-2 pl-6">{children}</div>}
    </div>
  );
}

interface ZonesProps {
  stores: ImportStore[];
  zoneOf: (store: string) => string;
  onZone: (store: string, zone: string) => void;
}

/** A day begins in the store's own zone; most folders are of stores in the same one. */
function Zones({ stores, zoneOf, onZone }: ZonesProps) {
  const [zones] = useState(() => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])]);
  return (
    <div className="grid max-w-md gap-2.5">
      {stores
        .filter((store) => !store.held_here)
        .map(({ name }) => (
          <SelectField
            key={name}
            label={`Time zone of ${name}`}
            value={zoneOf(name)}
            onChange={(event) => onZone(name, event.currentTarget.value)}
          >
            {[...new Set([zoneOf(name), ...zones])].map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </SelectField>
        ))}
    </div>
  );
}

const WORKSPACES = "workspaces";
const TOGETHER = "together";
const only = (store: string) => `only ${store}`;

interface Wish {
  picked: string;
  confirmed: boolean;
  zones: Record<string, string>;
}

function bodyOf({ picked, confirmed, zones }: Wish): Choice {
  if (picked === TOGETHER) return { choice: "together", confirm: confirmed };
  if (picked !== WORKSPACES) return { choice: "store", store: picked.slice(only("").length) };
  const stores = Object.entries(zones).map(([store, timezone]) => ({ store, timezone }));
  return { choice: "workspaces", stores };
}

function actOf(picked: string, count: number, here: string) {
  if (picked === TOGETHER) return `Import all into ${here}`;
  if (picked === WORKSPACES) return count > 1 ? `Import ${count} stores` : "Import the store";
  return `Import ${picked}`;
}

function titleOf(count: number, here: string) {
  const found =
    count > 1 ? `This holds ${count} stores.` : `This looks like another store than ${here}.`;
  return `${found} Nothing is imported until you say how.`;
}

interface SplitChoiceProps {
  item: Import;
  onChosen?: () => void;
}

/** Files of more than one store are never added up silently: they wait here for a person. */
export function SplitChoice({ item, onChosen }: SplitChoiceProps) {
  const group = useId();
  const { name: here, timezone } = useWorkspace();
  const mayChoose = useMay("marketer");
  const maySplit = useMay("admin");
  const split = useSplit(item.import_id);
  const several = item.stores.length > 1;
  const fallback = several ? only(item.stores[0]?.name ?? "") : TOGETHER;
  const [wish, setWish] = useState<Wish>({
    picked: maySplit ? WORKSPACES : fallback,
    confirmed: false,
    zones: {},
  });
  const option = (picked: string) => ({
    group,
    chosen: wish.picked === picked,
    onChoose: () => setWish({ ...wish, picked }),
  });
  const onZone = (store: string, zone: string) =>
    setWish({ ...wish, zones: { ...wish.zones, [store]: zone } });
  const unsure = wish.picked === TOGETHER && !wish.confirmed;
  return (
    <section className="mb-4 overflow-hidden rounded-card border border-line-strong">
      <h3 className="bg-accent-wash px-4 py-2.5 font-semibold">
        {titleOf(item.stores.length, here)}
      </h3>
      <div className="px-4 pt-1 pb-4">
        <SplitStores stores={item.stores} here={here} />
        <fieldset className="mt-3" disabled={!mayChoose || split.isPending}>
          <legend className="sr-only">What to import</legend>
          <Option
            {...option(WORKSPACES)}
            disabled={!maySplit}
            title={several ? "One workspace per store" : "A workspace of its own"}
            note={
              maySplit
                ? "Each store keeps its own numbers and currency. You become its owner."
                : "An owner or admin of this workspace can choose this."
            }
          >
            <Zones
              stores={item.stores}
              zoneOf={(store) => wish.zones[store] ?? timezone}
              onZone={onZone}
            />
          </Option>
          {several &&
            item.stores.map((store) => (
              <Option
                key={store.name}
                {...option(only(store.name))}
                title={`Only ${store.name}`}
                note={`${plural(store.files.length, "file")} into ${here}; the others are left out.`}
              />
            ))}
          <Option
            {...option(TOGETHER)}
            title="All together, as one store"
            note={`Everything into ${here}. Files in another currency are still refused.`}
          >
            <label className="flex cursor-pointer items-center gap-2.5 max-rail:min-h-11">
              <input
                type="checkbox"
                checked={wish.confirmed}
                onChange={(event) => setWish({ ...wish, confirmed: event.currentTarget.checked })}
                className="accent-(--action)"
              />
              Yes, all these files are of one store
            </label>
          </Option>
        </fieldset>
        {split.error && (
          <p role="alert" className="mt-2 text-bad">
            {split.error.message}
          </p>
        )}
        <Button
          look="solid"
          className="mt-3"
          disabled={!mayChoose || unsure || split.isPending}
          onClick={() => split.mutate(bodyOf(wish), { onSuccess: onChosen })}
        >
          {actOf(wish.picked, item.stores.length, here)}
        </Button>
      </div>
    </section>
  );
}
