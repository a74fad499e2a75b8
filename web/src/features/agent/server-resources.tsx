"use client";
import { useState } from "react";
import { useAttachResource, useServerResources, useToolServers } from "@/api/queries/servers";
import { useMay } from "@/api/session";
import type { ToolServer } from "@/api/types";
import type { Attachable } from "@/lib/dock";
import { Button } from "@/ui/button";
import { PickList } from "./pick-list";
import { asAttachment } from "./use-attachments";

interface ResourcesProps {
  /** Whether a name is one that is looked for. */
  fits: (thing: { name: string }) => boolean;
  onAttach: (attached: Attachable) => void;
}

/** What one server gives to read: asked of it only when somebody wants to see. */
function OfServer({ server, fits, onAttach }: ResourcesProps & { server: ToolServer }) {
  const [open, setOpen] = useState(false);
  const { data, error, isFetching } = useServerResources(open ? server.id : null);
  const attach = useAttachResource();
  const take = (uri: string) =>
    attach.mutate(
      { serverId: server.id, uri },
      { onSuccess: (document) => onAttach(asAttachment(document)) },
    );
  const problem = error ?? attach.error;
  return (
    <div className="mt-4">
      {!data && (
        <Button look="quiet" className="-ml-2" disabled={isFetching} onClick={() => setOpen(true)}>
          {isFetching ? `Asking ${server.name}…` : `What ${server.name}, a server of others, has`}
        </Button>
      )}
      {data && (
        <PickList
          label={data.length > 0 ? `From ${server.name}` : `${server.name} has nothing to read`}
          disabled={attach.isPending}
          items={data
            .filter(fits)
            .map(({ uri, name }) => ({ key: uri, name, onPick: () => take(uri) }))}
        />
      )}
      {problem && (
        <p role="alert" className="text-pretty text-bad">
          {problem.message}
        </p>
      )}
    </div>
  );
}

/** Resources of the servers of which an owner has approved something. */
export function ServerResources(props: ResourcesProps) {
  const { data } = useToolServers();
  if (!useMay("marketer")) return null;
  const servers = data?.items.filter(({ tools }) =>
    tools.some(({ state }) => state === "approved"),
  );
  return servers?.map((server) => <OfServer key={server.id} {...{ server, ...props }} />);
}
