"use client";
import type { FormEvent } from "react";
import { type Embedded, useFrameActions, useFrames } from "@/api/queries/frames";
import { useWorkspace } from "@/api/session";
import type { Frame } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { SelectField, TextField } from "@/ui/field";
import { Modal } from "@/ui/modal";
import { useToast } from "@/ui/toast";

const DAYS = [7, 30, 90, 365];
const quoted = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const tagOf = (frame: Frame) =>
  `<iframe src="${window.location.origin}${frame.path}" title="${quoted(frame.name)}" width="100%" height="420" loading="lazy" style="border:0"></iframe>`;

function Row({ frame }: { frame: Frame }) {
  const { timezone } = useWorkspace();
  const { end } = useFrameActions();
  const { complain, say } = useToast();
  const stop = () =>
    end.mutate(frame.id, {
      onSuccess: () => say("That address shows nothing any more"),
      onError: (failure) => complain(failure.message),
    });
  return (
    <li className="border-b border-line py-2">
      <p className="font-medium wrap-anywhere">{frame.origins.join(", ")}</p>
      <div className="flex flex-wrap items-center gap-x-2">
        <p className="mr-auto text-12 text-faint">
          Until {formatMoment(frame.expires_at, timezone)}
        </p>
        <CopyButton text={tagOf(frame)} label="Copy the code" copied="Code copied" />
        <Button look="quiet" disabled={end.isPending} onClick={stop}>
          End it
        </Button>
      </div>
    </li>
  );
}

function Add({ what }: { what: Embedded }) {
  const { create } = useFrameActions();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const origins = String(data.get("origins"))
      .split(/[\s,]+/)
      .filter(Boolean);
    const days = Number(data.get("days"));
    create.mutate({ ...what, origins, days }, { onSuccess: () => form.reset() });
  };
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3">
      <TextField
        label="Sites that may show it"
        name="origins"
        required
        maxLength={2000}
        placeholder="https://intranet.example.com"
        hint="Each as https:// and the host, without a path. Several by comma."
      />
      <SelectField label="For how long" name="days" defaultValue="30">
        {DAYS.map((days) => (
          <option key={days} value={days}>
            {days === 365 ? "A year" : `${days} days`}
          </option>
        ))}
      </SelectField>
      <Button look="solid" type="submit" className="h-9" disabled={create.isPending}>
        {create.isPending ? "Making it…" : "Make a frame"}
      </Button>
      {create.error && (
        <p role="alert" className="text-bad">
          {create.error.message}
        </p>
      )}
    </form>
  );
}

interface EmbedProps {
  name: string;
  what: Embedded;
  onClose: () => void;
}

/** Lets other sites show it: for named hosts, until a day, ended by a button. */
export function Embed({ name, what, onClose }: EmbedProps) {
  const { data } = useFrames();
  const mine = data?.items.filter(
    (one) => one.kind === what.kind && one.thing_id === what.thing_id,
  );
  return (
    <Modal
      title={`Embed ${name}`}
      description="Whoever can open these sites sees its figures, without signing in here. They change nothing."
      onClose={onClose}
    >
      {mine && mine.length > 0 && (
        <ul className="border-t border-line">
          {mine.map((frame) => (
            <Row key={frame.id} frame={frame} />
          ))}
        </ul>
      )}
      <Add what={what} />
    </Modal>
  );
}
