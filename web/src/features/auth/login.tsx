"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect } from "react";
import { useSetupNeeded, useSignIn } from "@/api/session";
import { safeNext } from "@/lib/pages";
import { Button } from "@/ui/button";
import { Entry, FormError } from "@/ui/entry";
import { TextField } from "@/ui/field";

export function Login() {
  const router = useRouter();
  const signIn = useSignIn();
  const { data: setup } = useSetupNeeded();
  useEffect(() => {
    if (setup?.needed) router.replace("/setup/");
  }, [setup, router]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { email: String(form.get("email")), password: String(form.get("password")) };
    const next = safeNext(new URLSearchParams(window.location.search).get("next"));
    signIn.mutate(body, { onSuccess: () => router.replace(next) });
  };
  return (
    <Entry
      title="Sign in to your numbers"
      lead="New here? Open the invitation link you were sent; it lets you choose a password."
    >
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button look="solid" type="submit" disabled={signIn.isPending} className="h-9">
          {signIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
        <FormError message={signIn.error?.message} />
      </form>
    </Entry>
  );
}
