"use client";
import { useRouter } from "next/navigation";
import { useCreateWorkspace } from "@/api/queries/workspace";
import { useSignOut } from "@/api/session";
import { Button } from "@/ui/button";
import { Entry } from "@/ui/entry";
import { StoreForm } from "@/ui/store-form";

/** A first visit: an account without a store has nothing to look at, so it makes one. */
export function NoWorkspace() {
  const create = useCreateWorkspace();
  const signOut = useSignOut();
  const router = useRouter();
  return (
    <Entry
      title="Which store is this for?"
      lead="Its time zone decides where a day ends, its currency what a number means. One workspace holds one store; you can add more later."
    >
      <StoreForm
        action="Create the workspace"
        busy={create.isPending}
        error={create.error?.message}
        onSubmit={(store) => create.mutate(store)}
      />
      <Button
        look="quiet"
        className="mt-4 -ml-2"
        onClick={() => signOut.mutate(undefined, { onSuccess: () => router.replace("/login/") })}
      >
        Sign out
      </Button>
    </Entry>
  );
}
