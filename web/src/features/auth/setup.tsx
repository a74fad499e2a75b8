"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { isStatus } from "@/api/errors";
import { useSetUp, useSetupNeeded } from "@/api/session";
import { Button, buttonClass } from "@/ui/button";
import { Entry, FormError } from "@/ui/entry";
import { TextField } from "@/ui/field";
import { NewPasswordField } from "./password-field";
import { useToken } from "./token";

const NEW_LINK = "“marketing-agent setup-link”, run there, prints a new one.";

/** Nobody else could hand out a new link yet, so a spent one is said with the way to make one. */
const refusalOf = (error: Error) =>
  isStatus(error, 401) ? `This link was used already or is too old. ${NEW_LINK}` : error.message;

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
      lead={`The first start printed it, in the terminal where the server runs. ${NEW_LINK}`}
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
        <TextField label="Email" name="email" type="email" autoComplete="username" required />
        <NewPasswordField />
        <Button look="solid" type="submit" disabled={setUp.isPending || !token} className="h-9">
          {setUp.isPending ? "Making the owner…" : "Make me the owner"}
        </Button>
        <FormError message={setUp.error ? refusalOf(setUp.error) : undefined} />
      </form>
    </Entry>
  );
}
