"use client";
import { useState } from "react";
import { useWebhooks } from "@/api/queries/webhooks";
import type { WebhookWithSecret } from "@/api/types";
import { Failed } from "@/ui/state";
import { AddWebhook } from "./add-webhook";
import { Panel, RowsSkeleton } from "./parts";
import { WebhookRow } from "./webhook-row";

/** Where events of the store are sent, each call signed. */
export function WebhooksPage() {
  const { data, error, refetch } = useWebhooks();
  const [made, setMade] = useState<WebhookWithSecret | null>(null);
  if (error && !data) return <Failed error={error} what="The webhooks" onRetry={refetch} />;
  return (
    <>
      <Panel
        title="Webhooks"
        note="Other systems are told what happens in this store: each call is signed, tried again for a day and a half, and written in its log."
      >
        {!data && <RowsSkeleton />}
        {data?.items.length === 0 && <p className="text-soft">None yet. Add one below.</p>}
        {data && data.items.length > 0 && (
          <ul className="border-t border-line">
            {data.items.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                webhook={webhook}
                secret={made?.id === webhook.id ? made.secret : undefined}
                onSecret={setMade}
              />
            ))}
          </ul>
        )}
      </Panel>
      {data && (
        <Panel title="Add a webhook">
          <AddWebhook onAdded={setMade} />
        </Panel>
      )}
    </>
  );
}
