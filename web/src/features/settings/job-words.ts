import type { Job } from "@/api/types";

const NAMES: Record<string, string> = {
  "ingestion.import": "Import of files",
  "ingestion.buyers": "Contact data of an import",
  "metrics.prepare": "Figures made ready",
  "metrics.forget_runs": "Daily clean-up of records",
  "ask.seed": "Common questions made ready",
  "search.index": "Search brought up to date",
  "documents.forget_unsent": "Daily clean-up of documents",
  "jobs.forget": "Daily clean-up of old work",
  "agents.run": "Run of the agent",
  "agents.approval_expired": "End of an approval’s time",
  "approval.carry_out": "Something that was approved",
  "automations.slot": "Next time of an automation",
  "automations.fire": "Start of an automation",
  "events.deliver": "News to automations",
  "alerts.scan": "Look for alerts",
  "alerts.deliver": "Message about alerts",
  "alerts.digest": "Digest of alerts",
  "alerts.forget_messages": "Daily clean-up of messages about alerts",
  "webhooks.deliver": "Call of a webhook",
  "webhooks.forget": "Daily clean-up of the webhooks’ logs",
  "a2a.push": "Call of an outside agent",
  "a2a.push_again": "Call of an outside agent, once more",
  "a2a.forget_pushes": "Daily clean-up of calls of outside agents",
};

/** In words for what the product does; a name of a plug-in's stays what it is. */
export const jobName = (name: string) => NAMES[name] ?? name;

export const STATES: { status: Job["status"]; label: string }[] = [
  { status: "dead", label: "Given up" },
  { status: "running", label: "Running" },
  { status: "queued", label: "Waiting" },
  { status: "done", label: "Done" },
  { status: "cancelled", label: "Cancelled" },
];

export function stateWords({ status, cancelling, waits_for, attempts }: Job): string {
  if (cancelling) return "Ending";
  if (waits_for) return "Waiting for an answer";
  if (status === "queued" && attempts > 0) return "Waiting to try again";
  return STATES.find((state) => state.status === status)?.label ?? status;
}
