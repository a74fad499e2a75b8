import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";
import type { AlertSettingsPut } from "@/api/types";

export const MESSAGES_LISTED = 10;
// A message takes a moment, and another try comes by itself.
const AGAIN_MS = 5000;

const useKey = () => ["alert-settings", useWorkspace().id] as const;

/** What is being changed on the page is not replaced under somebody's hands. */
export function useAlertSettings() {
  return useQuery({
    queryKey: useKey(),
    queryFn: () => unwrap(api.GET("/api/v1/alerts/settings")),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useSaveAlertSettings() {
  const client = useQueryClient();
  const queryKey = useKey();
  return useMutation({
    mutationFn: (body: AlertSettingsPut) => unwrap(api.PUT("/api/v1/alerts/settings", { body })),
    onSuccess: (saved) => client.setQueryData(queryKey, saved),
  });
}

export function useTestChannel() {
  return useMutation({
    mutationFn: (channel: string) =>
      unwrap(api.POST("/api/v1/alerts/settings/test", { body: { channel } })),
  });
}

export function useAlertDeliveries(page: number) {
  const query = { limit: MESSAGES_LISTED, offset: page * MESSAGES_LISTED };
  return useQuery({
    queryKey: ["alert-deliveries", useWorkspace().id, page],
    queryFn: () => unwrap(api.GET("/api/v1/alerts/settings/deliveries", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}
