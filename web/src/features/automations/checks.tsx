"use client";
import { useCompliance } from "@/api/queries/automations";
import type { Automation, Compliance } from "@/api/types";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";
import { Failed } from "@/ui/state";

type Check = Compliance["checks"][number];

const NAMES: Record<Check["name"], string> = {
  owner: "Owner",
  effect: "Effect",
  data: "Kind of data",
  consent: "Consent",
  recipients: "Recipients",
  quiet_hours: "Quiet hours",
  model: "Language model",
};

function Row({ check: { name, blocks, text } }: { check: Check }) {
  return (
    <li className="flex gap-2.5 border-b border-line py-1.5 max-rail:py-2">
      <span className={cx("mt-[3px]", blocks ? "text-bad" : "text-good")}>
        <Icon name={blocks ? "close" : "check"} size={14} />
      </span>
      <span className="w-28 shrink-0 text-soft max-rail:w-24">{NAMES[name]}</span>
      <span className={cx("min-w-0 flex-1 text-pretty wrap-anywhere", blocks && "font-medium")}>
        {blocks && <span className="text-bad">Blocks: </span>}
        {text}
      </span>
    </li>
  );
}

/** What is looked at before it is switched on and before each run; one that blocks stops both. */
export function Checks({ automation }: { automation: Automation }) {
  const known = automation.plan !== null || automation.trial_status === "completed";
  const { data, error, refetch } = useCompliance(automation);
  if (!known) return null;
  if (error && !data) return <Failed error={error} what="The checks" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton mb-8 h-52" />;
  return (
    <section aria-labelledby="checks" className="mb-8">
      <h3 id="checks" className="mb-2 font-semibold">
        Checked before each run
      </h3>
      <ul className="border-t border-line">
        {data.checks.map((check) => (
          <Row key={check.name} check={check} />
        ))}
      </ul>
    </section>
  );
}
