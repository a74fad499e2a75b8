"use client";
import { useState } from "react";
import type { Segment, SegmentCounted, SegmentRules } from "@/api/types";
import { draftOf, newDraft, rulesOf } from "./draft";
import { OverTime } from "./over-time";
import { Reach } from "./reach";
import { RuleGroups } from "./rule-groups";
import { SaveBar } from "./save-bar";

export interface Beginning {
  name: string;
  rules: SegmentRules;
}

interface BuilderProps {
  segment: Segment | null;
  /** What the rules begin with when nothing saved is open. */
  beginning: Beginning | null;
  onSaved: (segment: SegmentCounted) => void;
}

/** Rules with the size of their audience above them, and the name they are kept under. */
export function Builder({ segment, beginning, onSaved }: BuilderProps) {
  const first = segment?.rules ?? beginning?.rules;
  const [draft, setDraft] = useState(() => (first ? draftOf(first) : newDraft()));
  const rules = rulesOf(draft);
  return (
    <>
      <Reach rules={rules} />
      <RuleGroups draft={draft} onChange={setDraft} />
      <SaveBar segment={segment} first={beginning?.name ?? ""} rules={rules} onSaved={onSaved} />
      {segment && <OverTime segment={segment} />}
    </>
  );
}
