"use client";
import { useState } from "react";
import { PUSHES_LISTED, useDeadPushes, useSendPushAgain } from "@/api/queries/pushes";
import { useMay, useWorkspace } from "@/api/session";
import type { Push } from "@/api/types";
import { formatMoment, plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Pager } from "@/ui/pager";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

const KINDS: Record<string, string> = {
  task: "A task as it stood",
  status_update: "A new state of a task",
  artifact_update: "A result of a task",
  message: "A message",
};

function Row({ push }: { push: Push }) {
  const { timezone } = useWorkspace();
  const again = useSendPushAgain();
  const { complain, say } = useToast();
  const send = () =>
    again.mutate(push.id, {
      onSuccess: () => say("It is sent again"),
      onError: (failure) => complain(failure.message),
    });
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p>{KINDS[push.kind] ?? push.kind}</p>
        <p className="font-mono text-12 wrap-anywhere">{push.url}</p>
        <p className="text-12 text-faint wrap-anywhere">
          {formatMoment(push.created_at, timezone)}, {plural(push.attempts, "try", "tries")}, task{" "}
          {push.task_id}
        </p>
        {push.problem && (
          <p className="max-w-[64ch] text-pretty text-soft wrap-anywhere">{push.problem}</p>
        )}
      </div>
      <Button onClick={send} disabled={again.isPending} aria-label={`Send again to ${push.url}`}>
        Send again
      </Button>
    </li>
  );
}

/** What outside agents were to be told and nobody took: stands here only while there is some. */
export function DeadPushes() {
  const mayManage = useMay("admin");
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useDeadPushes(page, mayManage);
  if (error && !data) return <Failed error={error} what="The calls given up" onRetry={refetch} />;
  if (!data || data.total === 0) return null;
  return (
    <section aria-labelledby="pushes" className="mb-8">
      <h2 id="pushes" className="font-semibold">
        Calls given up
      </h2>
      <p className="mt-0.5 max-w-[64ch] text-pretty text-soft">
        Agents that asked over A2A to be told of their tasks did not take these. Sent again, they
        hear the same words as before; what came later they know already.
      </p>
      <ul className="mt-3 border-t border-line">
        {data.items.map((push) => (
          <Row key={push.id} push={push} />
        ))}
      </ul>
      {data.total > PUSHES_LISTED && (
        <Pager page={page} perPage={PUSHES_LISTED} total={data.total} onPage={setPage} />
      )}
    </section>
  );
}
