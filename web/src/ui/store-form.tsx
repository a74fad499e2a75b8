"use client";
import { type FormEvent, useState } from "react";
import { Button } from "./button";
import { FormError } from "./entry";
import { SelectField, TextField } from "./field";

export interface StoreInput {
  name: string;
  timezone: string;
  currency: string;
}

interface StoreFormProps {
  action: string;
  busy: boolean;
  error?: string;
  onSubmit: (store: StoreInput) => void;
}

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks what a workspace must know before the first file: name, time zone, currency. */
export function StoreForm({ action, busy, error, onSubmit }: StoreFormProps) {
  const [zones] = useState(() => [
    ...new Set([here(), "UTC", ...Intl.supportedValuesOf("timeZone")]),
  ]);
  const [currencies] = useState(() => Intl.supportedValuesOf("currency"));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    onSubmit({ name: text("name"), timezone: text("timezone"), currency: text("currency") });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label="Store name"
        name="name"
        required
        maxLength={120}
        autoComplete="organization"
      />
      <SelectField label="Time zone" name="timezone" defaultValue={here()}>
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <SelectField label="Currency" name="currency" defaultValue="USD">
        {currencies.map((currency) => (
          <option key={currency}>{currency}</option>
        ))}
      </SelectField>
      <Button look="solid" type="submit" disabled={busy} className="h-9">
        {busy ? "Creating…" : action}
      </Button>
      <FormError message={error} />
    </form>
  );
}
