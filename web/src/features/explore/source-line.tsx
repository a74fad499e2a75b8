"use client";
import { useQueryStates } from "nuqs";
import { useChecks } from "@/api/queries/kpi";
import { useWorkspace } from "@/api/session";
import type { Answer } from "@/api/types";
import { formatDataUntil } from "@/lib/format";
import { customRange } from "@/lib/ranges";
import { CHECK_WORDS, type Check, CheckDot } from "@/ui/figure";
import { openKpi } from "./open-kpi";

type Tile = { key: string; label: string; reconciliation: { status: Check } };

/** The worst of several checks is the one to tell. */
const ORDER: Check[] = ["differs", "none", "equal"];
export const worstOf = (tiles: readonly Tile[]): Tile | undefined =>
  tiles.toSorted(
    (one, other) =>
      ORDER.indexOf(one.reconciliation.status) - ORDER.indexOf(other.reconciliation.status),
  )[0];

/** A report tells a total; what is narrowed by a filter has nothing to be compared with. */
function useCheck(answer: Answer): { tile: Tile | undefined; isLooking: boolean } {
  const { question, window } = answer;
  const whole = question != null && question.filters.length === 0 && window != null;
  const range = whole ? customRange(window) : "";
  const { data, isLoading } = useChecks(question?.metrics ?? [], range, whole);
  return { tile: worstOf(data ?? []), isLooking: isLoading };
}

/** Where the figures come from, whether a report agrees, and how far the data reaches. */
export function SourceLine({ answer }: { answer: Answer }) {
  const [, set] = useQueryStates(openKpi, { history: "push" });
  const { tile, isLooking } = useCheck(answer);
  const { timezone } = useWorkspace();
  const { window } = answer;
  const check = tile?.reconciliation.status ?? "none";
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-x-1.5 text-12 text-faint">
      <CheckDot check={check} className="-translate-y-px" />
      <span className="text-pretty">
        From {answer.source || "this store’s files"}
        {answer.data_until && `, data until ${formatDataUntil(answer.data_until, timezone)}`}.
      </span>
      {tile && window ? (
        <button
          type="button"
          className="text-left text-soft underline decoration-line-strong underline-offset-2 hover:text-ink max-rail:min-h-11"
          onClick={() => set({ kpi: tile.key, range: customRange(window), compare: "none" })}
        >
          {CHECK_WORDS[check]}: open {tile.label.toLowerCase()} of these days
        </button>
      ) : (
        <span>{isLooking ? "Comparing with reports…" : `${CHECK_WORDS.none}.`}</span>
      )}
    </p>
  );
}
