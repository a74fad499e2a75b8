"use client";
import { useLifetimes, useSetLifetime } from "@/api/queries/meanings";
import { useMay } from "@/api/session";
import type { Lifetime } from "@/api/types";
import { SelectField } from "@/ui/field";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { defaultText, lifetimeText, PRESETS } from "./lifetime-text";
import { SOURCES } from "./words";

const NOTES: Record<Lifetime["source"], string> = {
  seed: "The common questions of this store, read with every import.",
  rule: "Questions that people asked and the product read by its own rules.",
  llm: "Questions that a language model read. A short time means more readings to pay for.",
  user: "Meanings and SQL that people wrote here.",
};

/** The value of the choice that takes the workspace's own lifetime away. */
const INHERITED = "";

function Row({ lifetime, isAllowed }: { lifetime: Lifetime; isAllowed: boolean }) {
  const { source, seconds, own, inherited } = lifetime;
  const save = useSetLifetime();
  const { say, complain } = useToast();
  const choose = (value: string) =>
    save.mutate(
      { source, seconds: value === INHERITED ? null : Number(value) },
      {
        onSuccess: () => say("Lifetime saved"),
        onError: (error) => complain(error.message),
      },
    );
  const known = own && !PRESETS.includes(seconds) ? [...PRESETS, seconds] : PRESETS;
  return (
    <li className="grid items-start gap-x-6 gap-y-2 border-t border-line py-3 sm:grid-cols-[1fr_240px]">
      <p className="max-w-[56ch] text-pretty">
        {SOURCES[source]}
        <span className="mt-0.5 block text-12 text-faint">{NOTES[source]}</span>
      </p>
      <SelectField
        label={`${SOURCES[source]}: holds`}
        value={own ? String(seconds) : INHERITED}
        disabled={!isAllowed || save.isPending}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value={INHERITED}>{defaultText(inherited)}</option>
        {known.map((each) => (
          <option key={each} value={each}>
            {lifetimeText(each)}
          </option>
        ))}
      </SelectField>
    </li>
  );
}

const Skeleton = () => (
  <div aria-busy="true" className="grid gap-2">
    {Object.keys(NOTES).map((source) => (
      <div key={source} className="skeleton h-[76px]" />
    ))}
  </div>
);

/** How long what a source read is remembered, for this store. */
export function Lifetimes() {
  const { data, error, refetch } = useLifetimes();
  const isAllowed = useMay("marketer");
  if (error) return <Failed error={error} what="The list" onRetry={refetch} />;
  return (
    <>
      <p className="mb-3 max-w-[72ch] text-pretty text-soft">
        What is older than this is read anew when somebody asks, also what was read before the
        change. Pinned meanings stay whatever is chosen here.
        {!isAllowed && " You can look. Owners, admins and marketers change it."}
      </p>
      {data ? (
        <ul>
          {data.items.map((each) => (
            <Row key={each.source} lifetime={each} isAllowed={isAllowed} />
          ))}
        </ul>
      ) : (
        <Skeleton />
      )}
    </>
  );
}
