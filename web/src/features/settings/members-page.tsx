"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMemberActions, useMembers } from "@/api/queries/workspace";
import { useCurrent, useMay } from "@/api/session";
import type { Member, Role } from "@/api/types";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { AddMember } from "./add-member";
import { MemberRow } from "./member-row";
import { Panel, ROLES, RowsSkeleton, roleName } from "./parts";
import { Secret } from "./secret";

const Confirm = dynamic(() => import("@/ui/confirm").then((m) => m.Confirm), { ssr: false });

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

interface Invited {
  name: string;
  path: string;
}

const JOIN = "/join/";

/** The link to pass on. Somebody with an account needs none: it would be as good as their password. */
function Link({ name, path }: Invited) {
  if (!path.startsWith(JOIN)) {
    return (
      <p className="mt-4 text-soft">
        {name} has an account already and sees this store at the next sign-in.
      </p>
    );
  }
  return (
    <Secret
      label={`Invitation link for ${name}`}
      text={new URL(path, window.location.origin).href}
      note="It works once, for three days, and is not shown again."
    />
  );
}

/** What can be done to members, each with its word to the person who did it. */
function useActs() {
  const { add, change, renew, remove } = useMemberActions();
  const { say, complain } = useToast();
  const [invited, setInvited] = useState<Invited | null>(null);
  const onError = (error: Error) => complain(error.message);
  const show = (name: string) => (link: { sign_in_path: string }) =>
    setInvited({ name, path: link.sign_in_path });
  const giveRole = (member: Member, role: Role) => {
    const onSuccess = () => say(`${member.name} is now ${roleName(role).toLowerCase()}`);
    change.mutate({ userId: member.user_id, role }, { onSuccess, onError });
  };
  return {
    add,
    invited,
    giveRole,
    show,
    renew: (member: Member) => renew.mutate(member, { onSuccess: show(member.name), onError }),
    remove: (member: Member) => remove.mutate(member.user_id, { onError }),
  };
}

export function MembersPage() {
  const { user } = useCurrent().session;
  const { data, error, refetch } = useMembers();
  const acts = useActs();
  const mayManage = useMay("admin");
  const isOwner = useMay("owner");
  const [leaving, setLeaving] = useState<Member | null>(null);
  if (error) return <Failed error={error} what="The members" onRetry={refetch} />;
  const isManaged = (member: Member) =>
    mayManage && member.user_id !== user.id && (isOwner || member.role !== "owner");
  return (
    <>
      <Panel title="Members" note="Who may open this store, and what they may do in it.">
        {!data && <RowsSkeleton />}
        {data && (
          <table className="ledger [&_td]:align-middle">
            <tbody>
              {data.items.map((member) => (
                <MemberRow
                  key={member.user_id}
                  member={member}
                  mayManage={isManaged(member)}
                  onRole={(role) => acts.giveRole(member, role)}
                  onRenew={() => acts.renew(member)}
                  onRemove={() => setLeaving(member)}
                />
              ))}
            </tbody>
          </table>
        )}
        {acts.invited && <Link {...acts.invited} />}
      </Panel>
      {data && mayManage && (
        <Panel
          title="Add a person"
          note="They get a link by which they choose a password. No email is sent: pass the link on yourself."
        >
          <AddMember
            busy={acts.add.isPending}
            error={acts.add.error?.message}
            onAdd={(member, done) =>
              acts.add.mutate(member, {
                onSuccess: (link) => {
                  acts.show(member.name)(link);
                  done();
                },
              })
            }
          />
        </Panel>
      )}
      {data && <Roles />}
      {leaving && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          description="They lose sight of this store at once. Nothing they imported is lost, and you can add them again."
          act={`Remove ${leaving.name}`}
          keep="Keep them"
          onAct={() => acts.remove(leaving)}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}
