"use client";
import type { FormEvent } from "react";
import { useSetStockSettings, useStockSettings } from "@/api/queries/stock";
import type { StockSettings } from "@/api/types";
import { TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";
import { SaveEnd } from "@/ui/save-end";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

interface Field {
  name: keyof StockSettings;
  label: string;
  hint: string;
  min: number;
  max: number;
  step: number;
  /** How many of what the form shows make one of what is kept. */
  scale: number;
}

const FIELDS: readonly Field[] = [
  {
    name: "lead_days",
    label: "Lead time, in days",
    hint: "From an order to its arrival.",
    min: 1,
    max: 365,
    step: 1,
    scale: 1,
  },
  {
    name: "lead_deviation_days",
    label: "Give or take, in days",
    hint: "By how much the lead time usually differs.",
    min: 0,
    max: 180,
    step: 0.5,
    scale: 1,
  },
  {
    name: "service_level",
    label: "Service level, in percent",
    hint: "Of so many lead times none shall end without stock. More keeps more safety stock.",
    min: 50,
    max: 99.9,
    step: 0.1,
    scale: 100,
  },
  {
    name: "overstock_days",
    label: "Too much is more than, in days",
    hint: "Stock that lasts longer counts as overstock.",
    min: 1,
    max: 3650,
    step: 1,
    scale: 1,
  },
];

/** What the form shows is a round figure: 95, not 94.99999. */
const DIGITS = 6;
const shown = (settings: StockSettings, { name, scale }: Field) =>
  Number(((settings[name] ?? 0) * scale).toFixed(DIGITS));

function settingsOf(form: HTMLFormElement): StockSettings {
  const given = new FormData(form);
  const read = ({ name, scale }: Field) => [
    name,
    Number((Number(given.get(name)) / scale).toFixed(DIGITS)),
  ];
  return Object.fromEntries(FIELDS.map(read)) as unknown as StockSettings;
}

function Form({ settings, onClose }: { settings: StockSettings; onClose: () => void }) {
  const save = useSetStockSettings();
  const { say } = useToast();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(settingsOf(event.currentTarget), {
      onSuccess: () => {
        say("Stock is judged by these from now on");
        onClose();
      },
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {FIELDS.map((field) => (
        <TextField
          key={field.name}
          label={field.label}
          hint={field.hint}
          name={field.name}
          type="number"
          inputMode="decimal"
          min={field.min}
          max={field.max}
          step={field.step}
          defaultValue={shown(settings, field)}
          required
        />
      ))}
      <SaveEnd saving={save.isPending} error={save.error} />
    </form>
  );
}

/** Lead time and the like, which stand for every supplier. */
export function StockDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useStockSettings();
  return (
    <Modal
      title="How stock is judged"
      description="Reorder points, sales at risk and alerts of stock go by these, for all variants."
      onClose={onClose}
    >
      {error && !data && <Failed error={error} what="The settings" onRetry={refetch} />}
      {!data && !error && <div aria-busy="true" className="skeleton h-60" />}
      {data && <Form settings={data} onClose={onClose} />}
    </Modal>
  );
}
