import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { insightsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { StockSettings } from "@/api/types";

const useKey = () => ["stock-settings", useWorkspace().id] as const;

/** By what stock is judged. */
export function useStockSettings() {
  return useQuery({
    queryKey: useKey(),
    queryFn: () => unwrap(api.GET("/api/v1/insights/settings/inventory")),
  });
}

/** Sets all of it; pages of insights are counted anew. */
export function useSetStockSettings() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  const key = useKey();
  return useMutation({
    mutationFn: (body: StockSettings) =>
      unwrap(api.PUT("/api/v1/insights/settings/inventory", { body })),
    onSuccess: (saved) => {
      client.setQueryData(key, saved);
      return client.invalidateQueries({ queryKey: insightsKey(id) });
    },
  });
}
