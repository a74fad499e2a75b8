"use client";
import dynamic from "next/dynamic";
import { type FormEvent, useState } from "react";
import { type NewMember, useMemberActions, useMembers } from "@/api/queries/workspace";
import { useCurrent, useMay } from "@/api/session";
import type { Member, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { Panel, ROLES, RowsSkeleton, roleName } from "./parts";
import { Secret } from "./secret";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

interface RowProps {
  member: Member;
  mayManage: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

function Row({ member, mayManage, onRole, onRemove }: RowProps) {
  return (
    <tr>
      <td>
        <span className="font-medium">{member.name}</span>
        <span className="block text-12 text-faint">{member.email}</span>
      </td>
      <td className="text">
        {mayManage ? (
          <select
            aria-label={`Role of ${member.name}`}
            value={member.role}
            onChange={(event) => onRole(event.target.value as Role)}
            className="h-8 rounded-field border border-line bg-surface px-2 max-rail:h-11"
          >
            {ROLES.map(({ role }) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
          </select>
        ) : (
          roleName(member.role)
        )}
      </td>
      <td>
        {mayManage && (
          <Button look="quiet" onClick={onRemove} aria-label={`Remove ${member.name}`}>
            Remove
          </Button>
        )}
      </td>
    </tr>
  );
}

function AddMember({ busy, error, onAdd }: AddMemberProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    onAdd({ name: text("name"), email: text("email"), role: text("role") as Role }, () =>
      form.reset(),
    );
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_140px_auto]">
      <TextField label="Name" name="name" required maxLength={120} />
      <TextField label="E-mail" name="email" type="email" required />
      <SelectField label="Role" name="role" defaultValue="marketer">
        {ROLES.map(({ role }) => (
          <option key={role} value={role}>
            {roleName(role)}
          </option>
        ))}
      </SelectField>
      <Button look="solid" type="submit" className="h-9" disabled={busy}>
        Add
      </Button>
      {error && (
        <p role="alert" className="text-bad sm:col-span-4">
          {error}
        </p>
      )}
    </form>
  );
}

interface AddMemberProps {
  busy: boolean;
  error?: string;
  onAdd: (member: NewMember, done: () => void) => void;
}

function Roles() {
  return (
    <Panel title="What each role may do">
      <dl className="grid gap-1">
        {ROLES.map(({ role, may }) => (
          <div key={role} className="flex gap-4">
            <dt className="w-20 text-soft">{roleName(role)}</dt>
            <dd className="flex-1">{may}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

export function MembersPage() {
  const { user } = useCurrent().session;
  const { data, error, refetch } = useMembers();
  const { add, change, remove } = useMemberActions();
  const { say, complain } = useToast();
  const mayManage = useMay("admin");
  const [leaving, setLeaving] = useState<Member | null>(null);
  if (error) return <Failed error={error} what="The members" onRetry={refetch} />;
  const link = add.data && new URL(add.data.sign_in_path, window.location.origin).href;
  const giveRole = (member: Member, role: Role) =>
    change.mutate(
      { userId: member.user_id, role },
      {
        onSuccess: () => say(`${member.name} is now ${role}`),
        onError: (e) => complain(e.message),
      },
    );
  return (
    <>
      <Panel title="Members" note="Who may open this store, and what they may do in it.">
        {!data && <RowsSkeleton />}
        {data && (
          <table className="ledger">
            <tbody>
              {data.items.map((member) => (
                <Row
                  key={member.user_id}
                  member={member}
                  mayManage={mayManage && member.user_id !== user.id}
                  onRole={(role) => giveRole(member, role)}
                  onRemove={() => setLeaving(member)}
                />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {mayManage && (
        <Panel
          title="Add a person"
          note="They get a link that signs them in once. No e-mail is sent: pass the link on yourself."
        >
          <AddMember
            busy={add.isPending}
            error={add.error?.message}
            onAdd={(member, done) => add.mutate(member, { onSuccess: done })}
          />
          {link && add.data && (
            <Secret
              label={`Sign-in link for ${add.data.name}`}
              text={link}
              note="It works once, and is not shown again."
            />
          )}
        </Panel>
      )}
      <Roles />
      {leaving && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          description="They lose sight of this store at once. Nothing they imported is lost, and you can add them again."
          act={`Remove ${leaving.name}`}
          keep="Keep them"
          onAct={() => remove.mutate(leaving.user_id, { onError: (e) => complain(e.message) })}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}
