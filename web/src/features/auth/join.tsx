"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useJoin } from "@/api/session";
import { Button, buttonClass } from "@/ui/button";
import { Entry, FormError } from "@/ui/entry";
import { NewPasswordField } from "./password-field";
import { useToken } from "./token";

function NoToken() {
  return (
    <Entry
      title="Open the whole invitation link"
      lead="Its last part is missing. Copy it again from the message it came in, or ask for a new one."
    >
      <Link href="/login/" className={buttonClass("solid", "h-9")}>
        Sign in with a password
      </Link>
    </Entry>
  );
}

/** An invited person makes up a password; the link is spent only by that. */
export function Join() {
  const router = useRouter();
  const token = useToken();
  const join = useJoin();
  if (token === "") return <NoToken />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    join.mutate({ token: token ?? "", password }, { onSuccess: () => router.replace("/summary/") });
  };
  return (
    <Entry
      title="Choose a password"
      lead="From then on you sign in with it and your email address."
    >
      <form onSubmit={submit} className="grid gap-4">
        <NewPasswordField autoFocus />
        <Button look="solid" type="submit" disabled={join.isPending || !token} className="h-9">
          {join.isPending ? "Joining…" : "Join"}
        </Button>
        <FormError message={join.error?.message} />
      </form>
    </Entry>
  );
}
