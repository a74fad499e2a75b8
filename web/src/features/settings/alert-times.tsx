import type { AlertSettings } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { SelectField, TextField } from "@/ui/field";
import { type Digest, hourName, type Quiet, WEEKDAYS, weekdayName } from "./alert-draft";
import { Check } from "./alert-wanted";
import { Panel } from "./parts";

const FIRST: Quiet = { start: "22:00", end: "07:00", critical_breaks: true };
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface QuietProps {
  quiet: Quiet | null;
  timezone: string;
  onChange: (quiet: Quiet | null) => void;
}

export function AlertQuiet({ quiet, timezone, onChange }: QuietProps) {
  return (
    <Panel
      title="Quiet hours"
      note={`What is raised meanwhile is held and sent as one message when they end. By the clock in ${timezone}.`}
    >
      <div className="grid gap-3">
        <Check
          label="Send nothing at certain hours"
          checked={quiet !== null}
          onChange={() => onChange(quiet ? null : FIRST)}
        />
        {quiet && (
          <>
            <div className="grid max-w-[320px] grid-cols-2 gap-3">
              <TextField
                label="From"
                type="time"
                required
                value={quiet.start}
                onChange={({ target }) => onChange({ ...quiet, start: target.value })}
              />
              <TextField
                label="Until"
                type="time"
                required
                value={quiet.end}
                onChange={({ target }) => onChange({ ...quiet, end: target.value })}
              />
            </div>
            <Check
              label="Critical alerts are sent all the same"
              checked={quiet.critical_breaks}
              onChange={() => onChange({ ...quiet, critical_breaks: !quiet.critical_breaks })}
            />
          </>
        )}
      </div>
    </Panel>
  );
}

interface DigestProps {
  digest: Digest;
  saved: AlertSettings;
  unsaved: boolean;
  onChange: (digest: Digest) => void;
}

export function AlertDigest({ digest, saved, unsaved, onChange }: DigestProps) {
  const { digest_due: due, timezone } = saved;
  return (
    <Panel
      title="Digest"
      note="What was raised since the last one, the gravest first, and how many alerts are open. None is sent where nothing was raised."
    >
      <div className="grid max-w-[520px] gap-3 sm:grid-cols-3">
        <SelectField
          label="Send it"
          value={digest.every}
          onChange={({ target }) => onChange({ ...digest, every: target.value as Digest["every"] })}
        >
          <option value="off">Never</option>
          <option value="daily">Every day</option>
          <option value="weekly">Every week</option>
        </SelectField>
        {digest.every === "weekly" && (
          <SelectField
            label="On"
            value={digest.weekday}
            onChange={({ target }) =>
              onChange({ ...digest, weekday: target.value as Digest["weekday"] })
            }
          >
            {WEEKDAYS.map((day) => (
              <option key={day} value={day}>
                {weekdayName(day)}
              </option>
            ))}
          </SelectField>
        )}
        {digest.every !== "off" && (
          <SelectField
            label="At"
            value={digest.hour}
            onChange={({ target }) => onChange({ ...digest, hour: Number(target.value) })}
          >
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>
                {hourName(hour)}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {due && !unsaved && (
        <p className="mt-2 text-12 text-faint">The next one: {formatMoment(due, timezone)}</p>
      )}
    </Panel>
  );
}
