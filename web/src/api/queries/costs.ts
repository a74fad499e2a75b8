import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { insightsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Costs, CostsWrite } from "@/api/types";

const useKey = () => ["costs", useWorkspace().id] as const;

/** The costs that no file tells, as they were set. */
export function useCosts() {
  return useQuery({
    queryKey: useKey(),
    queryFn: () => unwrap(api.GET("/api/v1/insights/settings/costs")),
  });
}

/** A change of the costs as they stand at that moment. */
export type CostChange = (now: Costs) => Partial<Omit<CostsWrite, "revision">>;

/** Writes a change; what another person set meanwhile is loaded, and the change refused. */
export function useChangeCosts() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  const key = useKey();
  return useMutation({
    mutationFn: (change: CostChange) => {
      const now = client.getQueryData<Costs>(key);
      if (!now) throw new Error("The costs are not loaded yet.");
      const { rules, no_other_costs, revision } = now;
      const body: CostsWrite = { rules, no_other_costs, revision, ...change(now) };
      return unwrap(api.PUT("/api/v1/insights/settings/costs", { body }));
    },
    onSuccess: (saved) => {
      client.setQueryData(key, saved);
      return client.invalidateQueries({ queryKey: insightsKey(id) });
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}
