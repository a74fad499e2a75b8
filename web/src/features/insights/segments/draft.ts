import type { SegmentRule, SegmentRules } from "@/api/types";
import { FIELDS, type Field, isNumeric, opsOf } from "./fields";

export type Match = "all" | "any";

/** A rule as it is typed: its value is text until it is sent. */
export interface DraftRule {
  key: number;
  field: Field;
  op: SegmentRule["op"];
  text: string;
}

export interface DraftGroup {
  key: number;
  match: Match;
  rules: DraftRule[];
}

export interface Draft {
  match: Match;
  groups: DraftGroup[];
}

export const MOST_RULES = 20;
export const MOST_GROUPS = 10;
let made = 0;
const nextKey = () => {
  made += 1;
  return made;
};

const FIRST: Partial<Record<Field, string>> = { accepts_email: "true", rfm_group: "CHAMPIONS" };

/** A rule of another field: what was typed means nothing there. */
export const ofField = (rule: DraftRule, field: Field): DraftRule => ({
  ...rule,
  field,
  op: isNumeric(field) && isNumeric(rule.field) ? rule.op : (opsOf(field)[0]?.[0] ?? "is"),
  text: FIRST[field] ?? "",
});

export const newRule = (): DraftRule => ({ key: nextKey(), field: "orders", op: ">=", text: "2" });
export const newGroup = (): DraftGroup => ({ key: nextKey(), match: "all", rules: [newRule()] });
export const newDraft = (): Draft => ({ match: "all", groups: [newGroup()] });

function textOf({ field, value }: SegmentRule): string {
  const percent = FIELDS[field].kind === "percent" && typeof value === "number";
  return String(percent ? Number((value * 100).toPrecision(12)) : value);
}

export const draftOf = ({ match, groups }: SegmentRules): Draft => ({
  match: match ?? "all",
  groups: groups.map((group) => ({
    key: nextKey(),
    match: group.match ?? "all",
    rules: group.rules.map((rule) => ({
      key: nextKey(),
      field: rule.field,
      op: rule.op,
      text: textOf(rule),
    })),
  })),
});

function sentValue({ field, text }: DraftRule): SegmentRule["value"] | null {
  const typed = text.trim();
  if (typed === "") return null;
  if (field === "accepts_email") return typed === "true";
  if (!isNumeric(field)) return typed;
  const number = Number(typed);
  if (!Number.isFinite(number)) return null;
  return FIELDS[field].kind === "percent" ? Number((number / 100).toPrecision(12)) : number;
}

/** What is sent; null while a value is missing. */
export function rulesOf({ match, groups }: Draft): SegmentRules | null {
  const sent = groups.map((group) => ({
    match: group.match,
    rules: group.rules.map((rule) => ({ ...rule, value: sentValue(rule) })),
  }));
  if (sent.some(({ rules }) => rules.some(({ value }) => value === null))) return null;
  return {
    match,
    groups: sent.map(({ match: own, rules }) => ({
      match: own,
      rules: rules.map(({ field, op, value }) => ({ field, op, value: value ?? "" })),
    })),
  };
}
