"use client";
import { useState } from "react";
import { useAlertSettings, useSaveAlertSettings } from "@/api/queries/alert-settings";
import type { AlertSettings } from "@/api/types";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";
import { AlertChats } from "./alert-chats";
import { type Draft, draftOf, isChanged, putOf } from "./alert-draft";
import { AlertEmail } from "./alert-email";
import { AlertLog } from "./alert-log";
import { AlertDigest, AlertQuiet } from "./alert-times";
import { RowsSkeleton } from "./parts";

/** The settings as a whole: changed here, then saved at once. */
function Settings({ saved }: { saved: AlertSettings }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(saved));
  const save = useSaveAlertSettings();
  const { say } = useToast();
  const unsaved = isChanged(draft, saved);
  const change = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  const put = () =>
    save.mutate(putOf(draft), {
      onSuccess: (now) => {
        setDraft(draftOf(now));
        say("Saved");
      },
    });
  return (
    <>
      <AlertEmail
        email={draft.email}
        mail={saved.mail}
        unsaved={unsaved}
        onChange={(changed) => change({ email: { ...draft.email, ...changed } })}
      />
      <AlertChats chats={draft.chats} unsaved={unsaved} onChange={(chats) => change({ chats })} />
      <AlertQuiet
        quiet={draft.quiet}
        timezone={saved.timezone}
        onChange={(quiet) => change({ quiet })}
      />
      <AlertDigest
        digest={draft.digest}
        saved={saved}
        unsaved={unsaved}
        onChange={(digest) => change({ digest })}
      />
      <div className="mb-8 flex flex-wrap items-center gap-3">
        <Button look="solid" className="h-9" disabled={!unsaved || save.isPending} onClick={put}>
          {save.isPending ? "Saving…" : "Save"}
        </Button>
        <p role="alert" className="text-12 text-bad">
          {save.error?.message}
        </p>
      </div>
    </>
  );
}

/** Where alerts are told besides the app, when not, and what was told. */
export function AlertsPage() {
  const { data, error, refetch } = useAlertSettings();
  if (error && !data) return <Failed error={error} what="The settings" onRetry={refetch} />;
  if (!data) return <RowsSkeleton />;
  return (
    <>
      <Settings saved={data} />
      <AlertLog />
    </>
  );
}
