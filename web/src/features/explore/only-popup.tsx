"use client";
import { useDeferredValue, useState } from "react";
import { useDimensionValues } from "@/api/queries/ask";
import type { QuestionChange } from "@/api/types";
import { spaced } from "@/lib/phrases";
import { valueName } from "@/lib/value-name";
import { Button } from "@/ui/button";
import type { ChipMenuProps } from "./chip-menu";
import { Find, PickPopup, PickRow, ShowPicked, toggled } from "./pick-list";

type Filters = NonNullable<QuestionChange["filters"]>;
type Filter = Filters[number];
const NOT = ["!=", "not_in"];

/** The texts that a filter holds; of a comparison or of "is not given" there are none. */
export function textsOf({ value }: { value?: unknown }): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === "string");
}

/** The same filter over other values: "is not" stays "is not". */
export function filterOver(filter: Filter, values: readonly string[]): Filter {
  const not = NOT.includes(String(filter.op));
  const [only, ...more] = values;
  if (more.length) return { ...filter, op: not ? "not_in" : "in", value: [...values] };
  return { ...filter, op: not ? "!=" : "=", value: only ?? "" };
}

interface ValueListProps {
  filter: Filter;
  onShow: (values: readonly string[]) => void;
}

/** The values of a listed dimension, most frequent first; nothing for a filter on another field. */
function ValueList({ filter, onShow }: ValueListProps) {
  const before = textsOf(filter);
  const name = spaced(filter.field);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const { data, isError, isPending } = useDimensionValues(filter.field, useDeferredValue(typed));
  if (isError || (data?.items.length === 0 && typed === "")) return null;
  return (
    <>
      <Find label={`Find a ${name}`} typed={typed} onType={setTyped} />
      <ul className="mt-1 min-h-0 flex-1 overflow-auto" aria-busy={isPending}>
        {data?.items.map((value) => (
          <PickRow
            key={value}
            pick={{ key: value, label: valueName(filter.field, value) }}
            checked={chosen.includes(value)}
            locked={false}
            onOnly={() => onShow([value])}
            onToggle={() => setChosen(toggled(chosen, value))}
          />
        ))}
      </ul>
      {isPending && <div className="skeleton m-2 h-40" />}
      {data?.items.length === 0 && (
        <p className="px-2 py-3 text-faint">
          No {name} here holds “{typed}”.
        </p>
      )}
      {data?.more && <p className="px-2 py-1.5 text-12 text-faint">Type to find others.</p>}
      <ShowPicked before={before} chosen={chosen} names={["value", "values"]} onShow={onShow} />
    </>
  );
}

/** Other values for a filter, or the filter taken off. */
export function OnlyPopup({ trigger, question, place = 0, onChange }: ChipMenuProps) {
  const filters = question.filters as Filters;
  const filter = filters[place] as Filter;
  const put = (next: Filter[]) =>
    onChange({ filters: [...filters.slice(0, place), ...next, ...filters.slice(place + 1)] });
  return (
    <PickPopup label={`Only ${spaced(filter.field)}`} trigger={trigger}>
      {(close) => (
        <>
          <ValueList
            filter={filter}
            onShow={(values) => {
              close();
              put([filterOver(filter, values)]);
            }}
          />
          <Button className="mt-1.5" onClick={() => put([])}>
            Take this filter off
          </Button>
        </>
      )}
    </PickPopup>
  );
}
