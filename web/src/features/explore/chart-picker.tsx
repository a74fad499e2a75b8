"use client";
import type { ChartKind, ChartSpec } from "@/charts/prepare/chart-rule";
import { cx } from "@/lib/cx";
import { Icon, type IconName } from "@/ui/icon";

export interface Choice {
  name: string;
  label: string;
}

/** What the rows at hand can be drawn as, and which of their columns may take which part. */
export interface Choices {
  kinds: readonly ChartKind[];
  xs: readonly Choice[];
  ys: readonly Choice[];
  splits: readonly Choice[];
}

const KINDS: Record<ChartKind, { label: string; icon: IconName }> = {
  number: { label: "Number", icon: "number" },
  line: { label: "Line", icon: "line" },
  column: { label: "Columns", icon: "columns" },
  bar: { label: "Bars", icon: "bars" },
  table: { label: "Table", icon: "table" },
};

interface SelectProps {
  label: string;
  value: string;
  choices: readonly Choice[];
  none?: string;
  onPick: (name: string | null) => void;
}

function Select({ label, value, choices, none, onPick }: SelectProps) {
  return (
    <label className="flex items-center gap-1.5 text-12 text-faint">
      {label}
      <select
        value={value}
        onChange={(event) => onPick(event.target.value || null)}
        className="h-[26px] max-w-44 rounded-[6px] border border-line bg-surface px-1 text-ink hover:border-line-strong max-rail:h-11"
      >
        {none !== undefined && <option value="">{none}</option>}
        {choices.map(({ name, label: text }) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ChartPickerProps {
  chart: ChartSpec;
  choices: Choices;
  onPick: (next: Partial<ChartSpec>) => void;
}

const hasAxes = (kind: ChartKind) => kind === "line" || kind === "column" || kind === "bar";

/** How the rows are drawn: the kind, and which column stands along, up, and as the split. */
export function ChartPicker({ chart, choices, onPick }: ChartPickerProps) {
  const { kinds, xs, ys, splits } = choices;
  const several = chart.y.length > 1;
  const free = splits.filter(({ name }) => name !== chart.x && !chart.y.includes(name));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <fieldset aria-label="Draw as" className="flex rounded-[7px] bg-sunk p-0.5">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={chart.kind === kind}
            aria-label={KINDS[kind].label}
            title={KINDS[kind].label}
            onClick={() => onPick({ kind })}
            className={cx(
              "grid h-6 w-8 place-items-center rounded-[5px] max-rail:h-11 max-rail:w-11",
              chart.kind === kind ? "bg-surface text-ink" : "text-faint hover:text-ink",
            )}
          >
            <Icon name={KINDS[kind].icon} size={14} />
          </button>
        ))}
      </fieldset>
      {hasAxes(chart.kind) && xs.length > 1 && (
        <Select label="along" value={chart.x ?? ""} choices={xs} onPick={(x) => onPick({ x })} />
      )}
      {chart.kind !== "table" && chart.kind !== "number" && ys.length > 1 && (
        <Select
          label="shown"
          value={several ? "" : (chart.y[0] ?? "")}
          choices={ys}
          {...(several && { none: `${chart.y.length} figures` })}
          onPick={(y) => onPick({ y: y ? [y] : ys.map(({ name }) => name) })}
        />
      )}
      {(chart.kind === "line" || chart.kind === "column") && free.length > 0 && (
        <Select
          label="split"
          value={chart.split ?? ""}
          choices={free}
          none="not split"
          onPick={(split) => onPick({ split })}
        />
      )}
    </div>
  );
}
