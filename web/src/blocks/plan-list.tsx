import type { PlanStep } from "@/api/types";
import { cx } from "@/lib/cx";
import { Icon } from "@/ui/icon";

type Status = PlanStep["status"];

const SAYS: Record<Status, string> = {
  pending: "not begun",
  running: "under way",
  waiting: "waits",
  done: "done",
  failed: "failed",
  skipped: "left out",
};

/** How far a step is: a shape for the eye, a word for everybody else. */
function Mark({ status }: { status: Status }) {
  const box = "mt-[3px] max-rail:mt-3.5 grid size-3.5 shrink-0 place-items-center rounded-full";
  if (status === "done") {
    return (
      <span className={cx(box, "text-good")}>
        <Icon name="check" size={14} />
      </span>
    );
  }
  if (status === "failed") {
    return (
      <span className={cx(box, "text-bad")}>
        <Icon name="close" size={14} />
      </span>
    );
  }
  return (
    <span className={box}>
      <span
        className={cx(
          "rounded-full",
          status === "waiting" && "size-2 bg-accent",
          status === "running" && "size-2 animate-[breathe_1.2s_ease-in-out_infinite] bg-ink",
          status === "pending" && "size-2 border-[1.5px] border-line-strong",
          status === "skipped" && "h-px w-2 bg-faint",
        )}
      />
    </span>
  );
}

const written = (value: unknown) =>
  typeof value === "string" ? value : JSON.stringify(value, null, 1);

/** What the step calls and with what, for those who want to know. */
function Call({ step, result }: { step: PlanStep; result: string | undefined }) {
  const given = Object.entries(step.arguments ?? {});
  return (
    <div className="mt-1 mb-2 grid gap-1 text-12 text-soft">
      <p>
        Calls <code className="font-mono">{step.tool}</code>
      </p>
      {given.map(([name, value]) => (
        <p key={name} className="wrap-anywhere">
          <span className="text-faint">{name}:</span> {written(value)}
        </p>
      ))}
      {result && <p className="border-t border-line pt-1 text-pretty wrap-anywhere">{result}</p>}
    </div>
  );
}

interface PlanListProps {
  steps: readonly PlanStep[];
  /** What each step gave, in words, by its id. */
  results?: Readonly<Record<string, { text: string; isError: boolean }>>;
}

/** What is to be done, in order, and how far it is. A step opens to what it calls. */
export function PlanList({ steps, results = {} }: PlanListProps) {
  return (
    <ol className="grid">
      {steps.map((step) => (
        <li key={step.id} className="flex gap-2">
          <Mark status={step.status ?? "pending"} />
          <details className="min-w-0 flex-1">
            <summary className="list-none py-px max-rail:min-h-11 max-rail:py-2.5 hover:underline hover:underline-offset-2">
              {step.title}
              <span className="sr-only">, {SAYS[step.status ?? "pending"]}</span>
            </summary>
            <Call step={step} result={results[step.id]?.text} />
          </details>
        </li>
      ))}
    </ol>
  );
}
