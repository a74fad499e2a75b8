"use client";
import type { FormEvent } from "react";
import type { NewMember } from "@/api/queries/workspace";
import { useMay } from "@/api/session";
import type { Role } from "@/api/types";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { grantable, roleName } from "./parts";

interface AddMemberProps {
  busy: boolean;
  error?: string;
  onAdd: (member: NewMember, done: () => void) => void;
}

export function AddMember({ busy, error, onAdd }: AddMemberProps) {
  const isOwner = useMay("owner");
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
      <TextField label="Email" name="email" type="email" required />
      <SelectField label="Role" name="role" defaultValue="marketer">
        {grantable(isOwner).map((role) => (
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
