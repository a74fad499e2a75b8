import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AlertAct, type AlertSearch, acted, listAfter } from "@/api/alert-state";
import { api, unwrap } from "@/api/client";
import { alertKey, alertsKey, CHANGE_ALERT } from "@/api/keys";
import { useCurrent, useMay, useWorkspace } from "@/api/session";
import type { Alert, Alerts } from "@/api/types";

/** More than the three that Summary shows: once one of them is done with, the next is there. */
const FIRST: AlertSearch = { status: "open", limit: 6, offset: 0 };

/** A page of alerts, the gravest first. Another choice keeps the old list until it arrives. */
export function useAlerts(search: AlertSearch) {
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [...alertsKey(id), search],
    queryFn: () => unwrap(api.GET("/api/v1/alerts", { params: { query: search } })),
    placeholderData: (previous: Alerts | undefined, query) =>
      query?.queryKey[1] === id ? keepPreviousData(previous) : undefined,
  });
}

/** The gravest of those that wait for somebody, and how many there are. */
export const useOpenAlerts = () => useAlerts(FIRST);

/** One alert in full, with where its numbers came from; looked up anew each time it is opened. */
export function useAlert(alert_id: string) {
  const { id } = useWorkspace();
  return useQuery({
    queryKey: alertKey(id, alert_id),
    queryFn: () => unwrap(api.GET("/api/v1/alerts/{alert_id}", { params: { path: { alert_id } } })),
    staleTime: 0,
  });
}

/** Whether the signed-in person may do something with an alert. The server checks again. */
export const useMayAct = () => useMay("approver");

function call(alert_id: string, act: AlertAct): Promise<Alert> {
  const params = { path: { alert_id } };
  switch (act.kind) {
    case "ack": {
      const body = { owner_id: act.owner_id };
      return unwrap(api.POST("/api/v1/alerts/{alert_id}/ack", { params, body }));
    }
    case "snooze": {
      const body = { days: act.days };
      return unwrap(api.POST("/api/v1/alerts/{alert_id}/snooze", { params, body }));
    }
    case "resolve": {
      const body = { note: act.note };
      return unwrap(api.POST("/api/v1/alerts/{alert_id}/resolve", { params, body }));
    }
    case "reopen":
      return unwrap(api.POST("/api/v1/alerts/{alert_id}/reopen", { params }));
  }
}

interface AlertChange {
  was: Alert;
  acts: readonly AlertAct[];
}

/** Does one thing after the other to an alert: shown at once, put back if the server refuses. */
export function useChangeAlert() {
  const client = useQueryClient();
  const { session, workspace } = useCurrent();
  const queryKey = alertsKey(workspace.id);
  return useMutation({
    mutationKey: CHANGE_ALERT,
    mutationFn: async ({ was, acts }: AlertChange) => {
      for (const act of acts) await call(was.id, act);
    },
    onMutate: ({ was, acts }) => {
      // An answer on its way is older than what is shown now.
      void client.cancelQueries({ queryKey }, { silent: true, revert: false });
      const is = acts.reduce((alert, act) => acted(alert, act, session.user.id), was);
      const lists = client.getQueriesData<Alerts>({ queryKey });
      for (const [key, list] of lists) {
        if (list) client.setQueryData(key, listAfter(list, key.at(-1) as AlertSearch, was, is));
      }
      return lists;
    },
    onError: (_error, _change, lists = []) => {
      for (const [key, list] of lists) client.setQueryData(key, list);
    },
    // Only the last of several looks again: until then what the server has is older.
    onSettled: () =>
      client.isMutating({ mutationKey: CHANGE_ALERT }) > 1
        ? undefined
        : client.invalidateQueries({ queryKey }),
  });
}
