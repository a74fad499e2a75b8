"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useChangeCosts, useCosts } from "@/api/queries/costs";
import { useMay } from "@/api/session";
import type { CostRule, Costs } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { ShowMore } from "@/ui/show-more";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { daysOf, saysOf, titleOf } from "./cost-words";

const CostForm = dynamic(() => import("./cost-form").then((m) => m.CostForm), { ssr: false });
const AT_ONCE = 50;

interface RowProps {
  rule: CostRule;
  currency: string;
  /** Undefined for somebody who may only look. */
  acts?: { edit: () => void; remove: () => void; busy: boolean };
}

function Row({ rule, currency, acts }: RowProps) {
  const title = titleOf(rule);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2.5">
      <div className="min-w-0 flex-1 basis-[260px]">
        <p className="font-medium wrap-anywhere">{title}</p>
        <p className="text-pretty text-soft">{saysOf(rule, currency)}</p>
        <p className="text-12 text-faint">{daysOf(rule)}</p>
      </div>
      {acts && (
        <div className="-ml-2 flex">
          <Button look="quiet" aria-label={`Change ${title}`} onClick={acts.edit}>
            Change
          </Button>
          <Button
            look="quiet"
            aria-label={`Remove ${title}`}
            disabled={acts.busy}
            onClick={acts.remove}
          >
            Remove
          </Button>
        </div>
      )}
    </li>
  );
}

const same = (one: CostRule, other: CostRule) => JSON.stringify(one) === JSON.stringify(other);

/** The list with a rule in another's place, or behind them; without it where there is no new one. */
function replaced(rules: CostRule[], old: CostRule | null, by: CostRule | null): CostRule[] {
  const at = old ? rules.findIndex((each) => same(each, old)) : -1;
  if (at < 0) return by ? [...rules, by] : rules;
  return [...rules.slice(0, at), ...(by ? [by] : []), ...rules.slice(at + 1)];
}

function useActs() {
  const { mutate, isPending, error, reset } = useChangeCosts();
  const { say, complain } = useToast();
  const change = (old: CostRule | null, by: CostRule | null, done: () => void) =>
    mutate((now) => ({ rules: replaced(now.rules, old, by) }), { onSuccess: done });
  const back = (rule: CostRule) => change(null, rule, () => say(`${titleOf(rule)} is back`));
  const told = { onError: (failure: Error) => complain(failure.message) };
  return {
    busy: isPending,
    refused: error?.message,
    forget: reset,
    save: change,
    remove: (rule: CostRule) =>
      mutate((now) => ({ rules: replaced(now.rules, rule, null) }), {
        ...told,
        onSuccess: () =>
          say(`${titleOf(rule)} removed`, { label: "Undo", onAct: () => back(rule) }),
      }),
    noOthers: (no_other_costs: boolean, done: () => void) =>
      mutate(() => ({ no_other_costs }), { ...told, onSettled: done }),
  };
}

interface ListProps {
  costs: Costs;
  may: boolean;
  acts: ReturnType<typeof useActs>;
  onEdit: (rule: CostRule) => void;
}

function List({ costs, may, acts, onEdit }: ListProps) {
  const [most, setMost] = useState(AT_ONCE);
  const left = costs.rules.length - most;
  if (costs.rules.length === 0) {
    return <p className="text-soft">None yet. Profit then knows only what your files tell.</p>;
  }
  return (
    <>
      <ul className="border-t border-line">
        {costs.rules.slice(0, most).map((rule, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: two costs may say the same
            key={`${at} ${JSON.stringify(rule)}`}
            rule={rule}
            currency={costs.currency}
            acts={
              may
                ? { edit: () => onEdit(rule), remove: () => acts.remove(rule), busy: acts.busy }
                : undefined
            }
          />
        ))}
      </ul>
      <ShowMore showMore={left > 0 ? () => setMost(most + AT_ONCE) : null} loadingMore={false}>
        {`Show more of ${plural(costs.rules.length, "cost")}`}
      </ShowMore>
    </>
  );
}

function NoOthers({ costs, may, acts }: Omit<ListProps, "onEdit">) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const tick = (checked: boolean) => {
    setWanted(checked); // seen at once, kept when the answer is here
    acts.noOthers(checked, () => setWanted(null));
  };
  return (
    <div className="mt-6">
      <label className="flex items-center gap-2 font-medium max-rail:min-h-11">
        <input
          type="checkbox"
          checked={wanted ?? costs.no_other_costs}
          disabled={!may || acts.busy}
          onChange={(event) => tick(event.target.checked)}
          aria-describedby="no-others"
          className="size-3.5 shrink-0 accent-(--action) max-rail:size-5"
        />
        There are no other costs
      </label>
      <p id="no-others" className="mt-1 max-w-[60ch] text-pretty text-soft">
        What neither a file nor a cost here tells then counts as nothing, and net profit is whole.
      </p>
    </div>
  );
}

type Opened = { rule?: CostRule } | null;

/** Costs that no export tells: what profit takes off beside what files say. */
export function CostsPage() {
  const { data: costs, error, refetch } = useCosts();
  const acts = useActs();
  const { say } = useToast();
  const may = useMay("marketer");
  const [opened, setOpened] = useState<Opened>(null);
  const open = (rule?: CostRule) => {
    acts.forget();
    setOpened({ rule });
  };
  const save = (rule: CostRule) =>
    acts.save(opened?.rule ?? null, rule, () => {
      setOpened(null);
      say(`${titleOf(rule)} saved`);
    });
  if (error && !costs) return <Failed error={error} what="The costs" onRetry={refetch} />;
  return (
    <section aria-label="Costs">
      <div className="flex items-start gap-4">
        <div className="flex-1">
          <h2 className="font-semibold">Costs</h2>
          <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">
            What no export tells, with its days. Of two of one kind the one that starts last counts.{" "}
            <Link href="/insights/profit/" className="text-ink underline underline-offset-4">
              See profit
            </Link>
          </p>
        </div>
        {may && costs && (
          <Button look="solid" onClick={() => open()}>
            Add a cost
          </Button>
        )}
      </div>
      <div className="mt-3">
        {!costs && <div aria-busy="true" className="skeleton h-40" />}
        {costs && <List {...{ costs, may, acts }} onEdit={open} />}
        {costs && <NoOthers {...{ costs, may, acts }} />}
      </div>
      {opened && (
        <CostForm
          rule={opened.rule}
          refused={acts.refused}
          saving={acts.busy}
          onSave={save}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}
