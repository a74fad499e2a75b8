"use client";
import { type FormEvent, useState } from "react";
import { useSegmentActions } from "@/api/queries/segments";
import { useMay } from "@/api/session";
import type { Segment, SegmentCounted, SegmentRules } from "@/api/types";
import { Button } from "@/ui/button";
import { FormError } from "@/ui/entry";
import { TextField } from "@/ui/field";
import { useToast } from "@/ui/toast";

interface SaveBarProps {
  /** The saved one that is open, if any. */
  segment: Segment | null;
  first: string;
  rules: SegmentRules | null;
  onSaved: (segment: SegmentCounted) => void;
}

/** Keeps the rules under a name, in place of the open segment or as another one. */
export function SaveBar({ segment, first, rules, onSaved }: SaveBarProps) {
  const { create, change } = useSegmentActions();
  const { say } = useToast();
  const mayKeep = useMay("marketer");
  const [name, setName] = useState(segment?.name ?? first);
  if (!mayKeep) return null;
  const failure = create.error ?? change.error;
  const onSuccess = (saved: SegmentCounted) => {
    say(`“${saved.name}” is saved`);
    onSaved(saved);
  };
  const keepNew = () => {
    change.reset();
    if (rules) create.mutate({ name, rules }, { onSuccess });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!rules) return;
    if (!segment) return keepNew();
    create.reset();
    const body = { name, description: segment.description, rules };
    change.mutate({ id: segment.id, version: segment.version, body }, { onSuccess });
  };
  const idle = rules !== null && name.trim() !== "" && !create.isPending && !change.isPending;
  const renamed = segment !== null && name.trim() !== segment.name;
  return (
    <form onSubmit={submit} className="mt-5 grid max-w-[560px] gap-3" aria-label="Save the segment">
      <TextField
        label="Name"
        required
        maxLength={120}
        placeholder="Came back this year"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="solid" type="submit" disabled={!idle}>
          {segment ? "Save changes" : "Save segment"}
        </Button>
        {renamed && (
          <Button disabled={!idle} onClick={keepNew}>
            Save as a new one
          </Button>
        )}
      </div>
      <FormError message={failure?.message} />
    </form>
  );
}
