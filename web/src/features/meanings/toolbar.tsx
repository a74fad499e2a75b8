"use client";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

const TYPING_MS = 250;

export interface Choice {
  label: string;
  /** The first is chosen at first; an empty value filters nothing. */
  options: [value: string, text: string][];
  onChoose: (value: string) => void;
}

interface ToolbarProps {
  searchLabel: string;
  onSearch: (text: string) => void;
  choices: Choice[];
  /** Saves what is listed, all pages of it. */
  file: UseMutationResult<void, Error, void>;
  children?: ReactNode;
}

/** What is typed, once the person has paused. */
function useTyped(onSearch: (text: string) => void) {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => onSearch(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return setText;
}

export function Toolbar({ searchLabel, onSearch, choices, file, children }: ToolbarProps) {
  const type = useTyped(onSearch);
  const { complain } = useToast();
  const save = () => file.mutate(undefined, { onError: (error) => complain(error.message) });
  return (
    <div className="mb-3 flex flex-wrap items-end gap-2.5">
      <div className="w-72 max-rail:w-full">
        <TextField
          label={searchLabel}
          type="search"
          maxLength={200}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      {choices.map(({ label, options, onChoose }) => (
        <div key={label} className="min-w-32 max-rail:flex-1">
          <SelectField label={label} onChange={(event) => onChoose(event.currentTarget.value)}>
            {options.map(([key, text]) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
          </SelectField>
        </div>
      ))}
      <div className="ml-auto flex gap-1">
        {children}
        <Button look="quiet" className="h-9" disabled={file.isPending} onClick={save}>
          <Icon name="download" /> CSV
        </Button>
      </div>
    </div>
  );
}
