"use client";
import { useAutomations } from "@/api/queries/automations";
import { useMay, useWorkspace } from "@/api/session";
import type { Automation } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { Failed, Notice } from "@/ui/state";
import { StateMark } from "./state-mark";
import { useMetric } from "./use-metric";
import { resultWords, sentenceOf } from "./words";

function Item({ automation, onOpen }: { automation: Automation; onOpen: () => void }) {
  const { timezone } = useWorkspace();
  const { name, trigger, action, state, next_at, last_run } = automation;
  const metric = useMetric(trigger);
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full flex-wrap items-baseline gap-x-6 gap-y-1 rounded-[6px] py-3 text-left hover:bg-sunk rail:-mx-3 rail:w-[calc(100%+24px)] rail:px-3"
      >
        <span className="min-w-0 flex-1 basis-[300px]">
          <span className="block font-medium wrap-anywhere">{name}</span>
          <span className="block text-pretty text-soft wrap-anywhere">
            {sentenceOf(trigger, action, metric)}
          </span>
        </span>
        <span className="w-44 max-rail:flex max-rail:w-full max-rail:gap-3">
          <StateMark state={state} />
          <span className="block text-12 text-faint max-rail:pt-px">
            {last_run
              ? `${resultWords(last_run)}, ${formatMoment(last_run.created_at, timezone)}`
              : next_at
                ? `Next ${formatMoment(next_at, timezone)}`
                : "Has not run yet"}
          </span>
        </span>
      </button>
    </li>
  );
}

function None({ onNew }: { onNew: () => void }) {
  const mayWrite = useMay("marketer");
  const actions = mayWrite && (
    <Button look="solid" onClick={onNew}>
      New automation
    </Button>
  );
  return (
    <Notice title="Nothing runs by itself yet" actions={actions}>
      When an import completes, each Monday at eight, or when orders fall below ten: the agent asks
      what you would ask, and drafts the mail to the team. You see its first run before it is
      switched on, and nothing leaves without an approval.
    </Notice>
  );
}

/** Every automation with where it stands. */
export function List({ onOpen, onNew }: { onOpen: (id: string) => void; onNew: () => void }) {
  const { data, error, refetch } = useAutomations();
  const mayWrite = useMay("marketer");
  if (error && !data) return <Failed error={error} what="The automations" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  if (data.length === 0) return <None onNew={onNew} />;
  return (
    <>
      {!mayWrite && (
        <p className="mb-3 text-12 text-faint">
          You can look. Owners, admins and marketers write and switch automations.
        </p>
      )}
      <ul className="border-t border-line" aria-label="Automations">
        {data.map((one) => (
          <Item key={one.id} automation={one} onOpen={() => onOpen(one.id)} />
        ))}
      </ul>
    </>
  );
}
