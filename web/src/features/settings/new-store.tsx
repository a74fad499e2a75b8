"use client";
import { useCreateWorkspace } from "@/api/queries/workspace";
import { useCurrent } from "@/api/session";
import { Modal } from "@/ui/modal";
import { StoreForm, type StoreInput } from "@/ui/store-form";
import { useToast } from "@/ui/toast";

export function NewStore({ onClose }: { onClose: () => void }) {
  const { switchTo } = useCurrent();
  const create = useCreateWorkspace();
  const { say } = useToast();
  const submit = (store: StoreInput) =>
    create.mutate(store, {
      onSuccess: (made) => {
        say(`${made.name} is ready for its first file`);
        switchTo(made.id);
        onClose();
      },
    });
  return (
    <Modal
      title="Add a store"
      description="One workspace holds one store, so that no two stores are ever added up by accident."
      onClose={onClose}
    >
      <StoreForm
        action="Add the store"
        busy={create.isPending}
        error={create.error?.message}
        onSubmit={submit}
      />
    </Modal>
  );
}
