"use client";
import { useCatalogue } from "@/api/queries/ask";
import { useWorkspace } from "@/api/session";
import type { Trigger } from "@/api/types";
import { SelectField, TextField } from "@/ui/field";
import { EVENTS, PERIODS, RELATIONS, WEEKDAYS } from "./words";

type Schedule = Extract<Trigger, { kind: "schedule" }>;
type OnMetric = Extract<Trigger, { kind: "metric" }>;

const MORNING = "08:00";
const FRESH: Record<Trigger["kind"], Trigger> = {
  event: { kind: "event", event: "import.completed" },
  schedule: { kind: "schedule", at: MORNING, weekdays: ["mon"] },
  metric: {
    kind: "metric",
    metric: "orders",
    time: "yesterday",
    relation: "below",
    value: 10,
    at: MORNING,
  },
};

interface Props<Kind> {
  trigger: Kind;
  onChange: (trigger: Trigger) => void;
}

function At({ trigger, onChange }: Props<Schedule | OnMetric>) {
  const { timezone } = useWorkspace();
  return (
    <TextField
      label="At"
      type="time"
      required
      hint={`The clock of the store: ${timezone}`}
      value={trigger.at ?? MORNING}
      onChange={(event) => onChange({ ...trigger, at: event.target.value })}
    />
  );
}

/** Which days of the week; one at least. */
function Weekdays({ trigger, onChange }: Props<Schedule>) {
  const chosen = trigger.weekdays ?? [];
  const toggle = (key: (typeof WEEKDAYS)[number][0]) => {
    const next = chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key];
    if (next.length > 0) onChange({ ...trigger, weekdays: next });
  };
  return (
    <fieldset>
      <legend className="mb-1 text-12 font-medium text-soft">On</legend>
      <div className="flex flex-wrap gap-1.5">
        {WEEKDAYS.map(([key, name]) => (
          <label
            key={key}
            className="grid h-8 min-w-11 cursor-pointer place-items-center rounded-field border border-line bg-surface px-2.5 has-checked:border-action has-checked:bg-action has-checked:text-action-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 max-rail:h-11"
          >
            <input
              type="checkbox"
              className="sr-only"
              aria-label={name}
              checked={chosen.includes(key)}
              onChange={() => toggle(key)}
            />
            {name.slice(0, 3)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const rhythmOf = ({ weekdays, day_of_month: day }: Schedule) =>
  day ? "month" : weekdays ? "week" : "day";

const RHYTHMS = {
  day: { weekdays: null, day_of_month: null },
  week: { weekdays: ["mon"], day_of_month: null },
  month: { weekdays: null, day_of_month: 1 },
} satisfies Record<string, Partial<Schedule>>;

function ScheduleFields({ trigger, onChange }: Props<Schedule>) {
  const rhythm = rhythmOf(trigger);
  return (
    <>
      <SelectField
        label="How often"
        value={rhythm}
        onChange={(event) =>
          onChange({ ...trigger, ...RHYTHMS[event.target.value as keyof typeof RHYTHMS] })
        }
      >
        <option value="day">Each day</option>
        <option value="week">On days of the week</option>
        <option value="month">Once a month</option>
      </SelectField>
      {rhythm === "week" && <Weekdays trigger={trigger} onChange={onChange} />}
      {rhythm === "month" && (
        <TextField
          label="Day of the month"
          type="number"
          required
          min={1}
          max={31}
          hint="In shorter months, their last day"
          value={trigger.day_of_month ?? 1}
          onChange={(event) => onChange({ ...trigger, day_of_month: event.target.valueAsNumber })}
        />
      )}
      <At trigger={trigger} onChange={onChange} />
    </>
  );
}

function MetricFields({ trigger, onChange }: Props<OnMetric>) {
  const { data } = useCatalogue();
  const known = data?.metrics.filter(({ available }) => available) ?? [];
  const isRate = known.find(({ key }) => key === trigger.metric)?.unit === "percent";
  const shown = Number(trigger.value) * (isRate ? 100 : 1);
  const put = (part: Partial<OnMetric>) => onChange({ ...trigger, ...part });
  return (
    <>
      <SelectField
        label="Figure"
        value={trigger.metric}
        onChange={(event) => put({ metric: event.target.value })}
      >
        {!known.some(({ key }) => key === trigger.metric) && (
          <option value={trigger.metric}>{trigger.metric}</option>
        )}
        {known.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Over"
        value={trigger.time ?? "yesterday"}
        onChange={(event) => put({ time: event.target.value as OnMetric["time"] })}
      >
        {Object.entries(PERIODS).map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Came to"
          value={trigger.relation}
          onChange={(event) => put({ relation: event.target.value as OnMetric["relation"] })}
        >
          {Object.entries(RELATIONS).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </SelectField>
        <TextField
          label={isRate ? "Value, in %" : "Value"}
          type="number"
          step="any"
          required
          value={Number.isNaN(shown) ? "" : Number(shown.toFixed(6))}
          onChange={(event) => put({ value: event.target.valueAsNumber / (isRate ? 100 : 1) })}
        />
      </div>
      <At trigger={trigger} onChange={onChange} />
    </>
  );
}

/** What begins it. Another kind begins with values that make sense. */
export function TriggerFields({ trigger, onChange }: Props<Trigger>) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">When</legend>
      <SelectField
        label="It begins"
        value={trigger.kind}
        onChange={(event) => onChange(FRESH[event.target.value as Trigger["kind"]])}
      >
        <option value="event">When something happens</option>
        <option value="schedule">At a time</option>
        <option value="metric">When a figure is less or more than a value</option>
      </SelectField>
      {trigger.kind === "event" && (
        <SelectField
          label="What happens"
          value={trigger.event}
          onChange={(event) =>
            onChange({ kind: "event", event: event.target.value as keyof typeof EVENTS })
          }
        >
          {Object.entries(EVENTS).map(([key, words]) => (
            <option key={key} value={key}>
              {words.charAt(0).toUpperCase() + words.slice(1)}
            </option>
          ))}
        </SelectField>
      )}
      {trigger.kind === "schedule" && <ScheduleFields trigger={trigger} onChange={onChange} />}
      {trigger.kind === "metric" && <MetricFields trigger={trigger} onChange={onChange} />}
    </fieldset>
  );
}
