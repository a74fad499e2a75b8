"use client";
import dynamic from "next/dynamic";
import { type FormEvent, useState } from "react";
import { useApiKeyActions, useApiKeys } from "@/api/queries/workspace";
import { useWorkspace } from "@/api/session";
import type { ApiKey, Role } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { grantable, Panel, RowsSkeleton, roleName } from "./parts";
import { Secret } from "./secret";

function Row({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { timezone } = useWorkspace();
  const used = apiKey.last_used_at;
  return (
    <tr>
      <td>
        <span className="font-medium">{apiKey.name}</span>
        <span className="block font-mono text-12 text-faint">{apiKey.prefix}…</span>
      </td>
      <td className="text text-soft">{roleName(apiKey.role)}</td>
      <td className="text text-soft max-rail:hidden">
        Made {formatMoment(apiKey.created_at, timezone)}
      </td>
      <td className="text text-soft max-rail:hidden">
        {used ? `Used ${formatMoment(used, timezone)}` : "Never used"}
      </td>
      <td>
        <Button look="quiet" onClick={onRevoke} aria-label={`Revoke ${apiKey.name}`}>
          Revoke
        </Button>
      </td>
    </tr>
  );
}

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

interface NewKeyProps {
  busy: boolean;
  error?: string;
  onCreate: (key: { name: string; role: Role }, done: () => void) => void;
}

function NewKey({ busy, error, onCreate }: NewKeyProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const key = { name: String(data.get("name")).trim(), role: String(data.get("role")) as Role };
    onCreate(key, () => form.reset());
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-[1fr_140px_auto]">
      <TextField
        label="What it is for"
        name="name"
        required
        maxLength={120}
        placeholder="Nightly import"
      />
      <SelectField label="Role" name="role" defaultValue="viewer">
        {grantable(false).map((role) => (
          <option key={role} value={role}>
            {roleName(role)}
          </option>
        ))}
      </SelectField>
      <Button look="solid" type="submit" className="h-9" disabled={busy}>
        Make a key
      </Button>
      {error && (
        <p role="alert" className="text-bad sm:col-span-3">
          {error}
        </p>
      )}
    </form>
  );
}

export function ApiKeysPage() {
  const { data, error, refetch } = useApiKeys();
  const { create, revoke } = useApiKeyActions();
  const { complain, say } = useToast();
  const [ending, setEnding] = useState<ApiKey | null>(null);
  if (error) return <Failed error={error} what="The API keys" onRetry={refetch} />;
  const active = data?.items.filter((key) => key.revoked_at === null);
  const end = (key: ApiKey) =>
    revoke.mutate(key.id, {
      onSuccess: () => say(`${key.name} no longer works`),
      onError: (failure) => complain(failure.message),
    });
  return (
    <>
      <Panel
        title="API keys"
        note="For scripts and other programs. A key opens this store only, with the role you give it."
      >
        {!active && <RowsSkeleton />}
        {active?.length === 0 && <p className="text-soft">No keys yet. Make one below.</p>}
        {active && active.length > 0 && (
          <table className="ledger [&_td]:align-middle">
            <tbody>
              {active.map((key) => (
                <Row key={key.id} apiKey={key} onRevoke={() => setEnding(key)} />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {active && (
        <Panel title="Make a key">
          <NewKey
            busy={create.isPending}
            error={create.error?.message}
            onCreate={(key, done) => create.mutate(key, { onSuccess: done })}
          />
          {create.data && (
            <Secret
              label={`Key “${create.data.name}”`}
              text={create.data.key}
              note="Copy it now: it is kept as a hash and cannot be shown again. Send it as Authorization: Bearer …"
            />
          )}
        </Panel>
      )}
      {ending && (
        <Confirm
          title={`Revoke ${ending.name}?`}
          description="Whatever uses this key is refused from the next request on. It cannot be brought back; you can make another."
          act="Revoke this key"
          keep="Keep it"
          onAct={() => end(ending)}
          onClose={() => setEnding(null)}
        />
      )}
    </>
  );
}
