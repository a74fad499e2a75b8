import { type AlertAct, acted, actsBack } from "@/api/alert-state";
import { useChangeAlert } from "@/api/queries/alerts";
import { useCurrent } from "@/api/session";
import type { Alert } from "@/api/types";
import { useToast } from "@/ui/toast";

/** Does something with an alert, says so, and offers the way back. */
export function useAlertActs() {
  const { mutateAsync } = useChangeAlert();
  const { say, complain } = useToast();
  const { user } = useCurrent().session;
  // Promises, not callbacks: what was pressed is gone as soon as its alert leaves the list.
  return (alert: Alert, act: AlertAct, done: string) => {
    const failed = (error: Error) => complain(`“${alert.title}” is as it was. ${error.message}`);
    const is = acted(alert, act, user.id);
    const undo = () =>
      void mutateAsync({ was: is, acts: actsBack(alert) }).catch((error: Error) =>
        complain(`“${alert.title}” could not be put back. ${error.message}`),
      );
    void mutateAsync({ was: alert, acts: [act] })
      .then(() => say(done, { label: "Undo", onAct: undo }))
      .catch(failed);
  };
}

export type DoWithAlert = ReturnType<typeof useAlertActs>;

export const snoozedText = (days: number) =>
  days === 1 ? "Snoozed for a day" : `Snoozed for ${days} days`;
