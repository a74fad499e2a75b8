"use client";
import { Button, IconButton } from "@/ui/button";
import { Select } from "@/ui/field";
import { Icon } from "@/ui/icon";
import {
  type Draft,
  type DraftGroup,
  type Match,
  MOST_GROUPS,
  MOST_RULES,
  newGroup,
  newRule,
} from "./draft";
import { RuleRow } from "./rule-row";

const CHOICE =
  "h-7 rounded-field border border-line-strong bg-surface px-2 text-13 font-medium hover:border-faint max-rail:h-11 max-rail:text-[16px]";

interface MatchChoiceProps {
  label: string;
  match: Match;
  onMatch: (match: Match) => void;
}

function MatchChoice({ label, match, onMatch }: MatchChoiceProps) {
  return (
    <Select
      className={CHOICE}
      aria-label={label}
      value={match}
      onChange={(event) => onMatch(event.target.value as Match)}
    >
      <option value="all">all</option>
      <option value="any">any</option>
    </Select>
  );
}

interface GroupProps {
  group: DraftGroup;
  place: number;
  onChange: (group: DraftGroup) => void;
  onRemove: (() => void) | null;
}

function Group({ group, place, onChange, onRemove }: GroupProps) {
  const { rules, match } = group;
  const put = (next: DraftGroup["rules"]) => onChange({ ...group, rules: next });
  return (
    <fieldset className="rounded-card border border-line bg-surface p-4">
      <legend className="sr-only">Group {place}</legend>
      <div className="mb-3 flex min-h-7 items-center gap-2 text-soft">
        Customers for whom
        <MatchChoice
          label={`Group ${place}: all or any of the rules`}
          match={match}
          onMatch={(next) => onChange({ ...group, match: next })}
        />
        of these hold
        {onRemove && (
          <IconButton
            icon="close"
            label={`Remove group ${place}`}
            onClick={onRemove}
            className="ml-auto"
          />
        )}
      </div>
      <ul className="grid gap-2 max-rail:gap-3">
        {rules.map((rule, at) => (
          <RuleRow
            key={rule.key}
            rule={rule}
            place={at + 1}
            onChange={(next) => put(rules.map((each) => (each.key === rule.key ? next : each)))}
            onRemove={
              rules.length > 1 ? () => put(rules.filter((each) => each.key !== rule.key)) : null
            }
          />
        ))}
      </ul>
      <Button
        look="quiet"
        className="mt-2 -ml-2"
        disabled={rules.length >= MOST_RULES}
        onClick={() => put([...rules, newRule()])}
      >
        <Icon name="plus" /> Add a rule
      </Button>
    </fieldset>
  );
}

interface RuleGroupsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** Groups of rules, of which all hold or any. */
export function RuleGroups({ draft, onChange }: RuleGroupsProps) {
  const { groups, match } = draft;
  const put = (next: DraftGroup[]) => onChange({ ...draft, groups: next });
  return (
    <div className="grid gap-3">
      {groups.length > 1 && (
        <div className="flex min-h-7 items-center gap-2 text-soft">
          Of the groups,
          <MatchChoice
            label="All or any of the groups"
            match={match}
            onMatch={(next) => onChange({ ...draft, match: next })}
          />
          hold
        </div>
      )}
      {groups.map((group, at) => (
        <Group
          key={group.key}
          group={group}
          place={at + 1}
          onChange={(next) => put(groups.map((each) => (each.key === group.key ? next : each)))}
          onRemove={
            groups.length > 1 ? () => put(groups.filter((each) => each.key !== group.key)) : null
          }
        />
      ))}
      <Button
        look="quiet"
        className="-ml-2 justify-self-start"
        disabled={groups.length >= MOST_GROUPS}
        onClick={() => put([...groups, newGroup()])}
      >
        <Icon name="plus" /> Add a group
      </Button>
    </div>
  );
}
