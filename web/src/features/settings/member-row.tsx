"use client";
import { useMay } from "@/api/session";
import type { Member, Role } from "@/api/types";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { grantable, roleName } from "./parts";

interface MemberRowProps {
  member: Member;
  mayManage: boolean;
  onRole: (role: Role) => void;
  onRenew: () => void;
  onRemove: () => void;
}

function RoleSelect({ member, onRole }: Pick<MemberRowProps, "member" | "onRole">) {
  const isOwner = useMay("owner");
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      value={member.role}
      onChange={(event) => onRole(event.target.value as Role)}
      className="h-8 w-full rounded-field border border-line bg-surface px-2.5 max-rail:h-11"
    >
      {grantable(isOwner).map((role) => (
        <option key={role} value={role}>
          {roleName(role)}
        </option>
      ))}
    </Select>
  );
}

export function MemberRow({ member, mayManage, onRole, onRenew, onRemove }: MemberRowProps) {
  return (
    <tr>
      <td>
        <span className="font-medium">{member.name}</span>
        <span className="block text-12 text-faint wrap-anywhere">{member.email}</span>
        {mayManage && member.pending && (
          <span className="flex items-center gap-1.5 text-12 text-soft">
            <span className="size-1.5 rounded-full border-[1.5px] border-accent" />
            Has not joined yet
          </span>
        )}
      </td>
      <td className="text">
        {mayManage ? <RoleSelect member={member} onRole={onRole} /> : roleName(member.role)}
      </td>
      <td>
        {mayManage && member.pending && (
          <Button look="quiet" onClick={onRenew} aria-label={`New link for ${member.name}`}>
            New link
          </Button>
        )}
        {mayManage && (
          <Button look="quiet" onClick={onRemove} aria-label={`Remove ${member.name}`}>
            Remove
          </Button>
        )}
      </td>
    </tr>
  );
}
