"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useSetUp, useSetupNeeded } from "@/api/session";
import { Button, buttonClass } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Entry, FormError } from "./entry";
import { NewPasswordField } from "./password-field";
import { useToken } from "./token";

function AlreadyDone() {
  return (
    <Entry
      title="Set-up is done"
      lead="This installation has its owner. Sign in, or ask them to add you."
    >
      <Link href="/login/" className={buttonClass("solid", "h-9")}>
        Sign in
      </Link>
    </Entry>
  );
}

function NoToken() {
  return (
    <Entry
      title="Open the set-up link"
      lead="The first start printed a link that makes the first owner, in the terminal where it runs. It works once; start again without an owner and a new one is printed."
    />
  );
}

export function SetUp() {
  const router = useRouter();
  const token = useToken();
  const { data: state } = useSetupNeeded();
  const setUp = useSetUp();
  if (state && !state.needed && !setUp.isSuccess) return <AlreadyDone />;
  if (token === "") return <NoToken />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setUp.mutate(
      { token: token ?? "", name: text("name"), email: text("email"), password: text("password") },
      { onSuccess: () => router.replace("/summary/") },
    );
  };
  return (
    <Entry
      title="Make the first owner"
      lead="You can add the others afterwards. Everything stays on this machine."
    >
      <form onSubmit={submit} className="grid gap-4">
        <TextField label="Your name" name="name" autoComplete="name" required autoFocus />
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <NewPasswordField />
        <FormError message={setUp.error?.message} />
        <Button look="solid" type="submit" disabled={setUp.isPending || !token} className="h-9">
          {setUp.isPending ? "Making the owner…" : "Make me the owner"}
        </Button>
      </form>
    </Entry>
  );
}
