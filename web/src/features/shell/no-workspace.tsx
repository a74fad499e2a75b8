"use client";
import { useRouter } from "next/navigation";
import { useCreateWorkspace } from "@/api/queries/workspace";
import { useSignOut } from "@/api/session";
import { Button } from "@/ui/button";
import { Mark } from "@/ui/mark";
import { StoreForm } from "@/ui/store-form";

/** A first visit: an account without a store has nothing to look at, so it makes one. */
export function NoWorkspace() {
  const create = useCreateWorkspace();
  const signOut = useSignOut();
  const router = useRouter();
  return (
    <main className="mx-auto max-w-[400px] px-4 pt-[14vh]">
      <Mark size={32} />
      <h1 className="mt-5 text-20 font-medium tracking-[-0.012em]">Which store is this for?</h1>
      <p className="mt-1 mb-6 text-soft">
        Its time zone decides where a day ends, its currency what a number means. One workspace
        holds one store; you can add more later.
      </p>
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
    </main>
  );
}
