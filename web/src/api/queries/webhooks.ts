import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";
import type { WebhookTopic } from "@/api/types";

export const DELIVERIES_LISTED = 10;
// A call takes a moment, and another try comes by itself.
const AGAIN_MS = 3000;

const useKey = () => ["webhooks", useWorkspace().id] as const;

export function useWebhooks() {
  return useQuery({
    queryKey: useKey(),
    queryFn: () => unwrap(api.GET("/api/v1/webhooks")),
  });
}

export function useDeliveries(webhook_id: string, page: number) {
  const query = { limit: DELIVERIES_LISTED, offset: page * DELIVERIES_LISTED };
  const params = { path: { webhook_id }, query };
  return useQuery({
    queryKey: [...useKey(), webhook_id, page],
    queryFn: () => unwrap(api.GET("/api/v1/webhooks/{webhook_id}/deliveries", { params })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export interface NewWebhook {
  url: string;
  topics: WebhookTopic[];
}

export interface WebhookChange {
  id: string;
  topics?: WebhookTopic[];
  paused?: boolean;
}

const by = (webhook_id: string) => ({ params: { path: { webhook_id } } });

/** What can be done to webhooks; every act is followed by a look at the list and its logs. */
export function useWebhookActions() {
  const client = useQueryClient();
  const queryKey = useKey();
  const onSettled = () => client.invalidateQueries({ queryKey });
  return {
    add: useMutation({
      mutationFn: (body: NewWebhook) => unwrap(api.POST("/api/v1/webhooks", { body })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: WebhookChange) =>
        unwrap(api.PATCH("/api/v1/webhooks/{webhook_id}", { ...by(id), body })),
      onSettled,
    }),
    renew: useMutation({
      mutationFn: (id: string) => unwrap(api.POST("/api/v1/webhooks/{webhook_id}/rotate", by(id))),
      onSettled,
    }),
    test: useMutation({
      mutationFn: (id: string) => unwrap(api.POST("/api/v1/webhooks/{webhook_id}/ping", by(id))),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/webhooks/{webhook_id}", by(id))),
      onSettled,
    }),
  };
}

export function useSendAgain(webhook_id: string) {
  const client = useQueryClient();
  const queryKey = useKey();
  const path = "/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/retry";
  return useMutation({
    mutationFn: (delivery_id: string) =>
      unwrap(api.POST(path, { params: { path: { webhook_id, delivery_id } } })),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
