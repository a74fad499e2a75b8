import { KINDS as NAMES } from "@/blocks/alert-words";
import { SelectField } from "@/ui/field";
import { flipKind, KINDS, SEVERITIES, type Wanted, WHENS } from "./alert-draft";

interface CheckProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: () => void;
}

/** A box and its words, big enough for a finger on a phone. */
export function Check({ label, ...box }: CheckProps) {
  return (
    <label className="flex items-center gap-2 max-rail:min-h-11">
      <input
        type="checkbox"
        className="size-3.5 shrink-0 accent-(--action) max-rail:size-5"
        {...box}
      />
      {label}
    </label>
  );
}

interface WantedProps {
  wanted: Wanted;
  onChange: (change: Partial<Wanted>) => void;
}

/** Which alerts a channel is told, and when. */
export function WantedFields({ wanted, onChange }: WantedProps) {
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="Which alerts"
          value={wanted.severity}
          onChange={({ target }) => onChange({ severity: target.value as Wanted["severity"] })}
        >
          {SEVERITIES.map(({ severity, label }) => (
            <option key={severity} value={severity}>
              {label}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="When"
          value={wanted.when}
          onChange={({ target }) => onChange({ when: target.value as Wanted["when"] })}
        >
          {WHENS.map(({ when, label }) => (
            <option key={when} value={when}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset>
        <legend className="mb-1 text-12 font-medium text-soft">About</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {KINDS.map((kind) => (
            <Check
              key={kind}
              label={NAMES[kind]}
              checked={!wanted.kinds || wanted.kinds.includes(kind)}
              onChange={() => onChange({ kinds: flipKind(wanted.kinds, kind) })}
            />
          ))}
        </div>
      </fieldset>
    </div>
  );
}
