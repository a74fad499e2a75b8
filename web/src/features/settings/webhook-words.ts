import type { WebhookDelivery, WebhookTopic } from "@/api/types";

export const TOPICS: { topic: WebhookTopic; label: string }[] = [
  { topic: "import.completed", label: "An import is complete" },
  { topic: "warehouse.published", label: "New figures are published" },
  { topic: "approval.requested", label: "An approval is asked for" },
  { topic: "approval.decided", label: "An approval is decided" },
  { topic: "message.sent", label: "A message is sent" },
  { topic: "automation.ran", label: "An automation ran" },
  { topic: "alert.raised", label: "An alert is raised" },
  { topic: "alert.changed", label: "An alert is taken on, put off or over" },
  { topic: "segment.changed", label: "A saved segment changes notably" },
];

/** In words for what is told; a test call has no event. */
export const topicName = (topic: string) =>
  topic === "webhook.ping"
    ? "Test"
    : (TOPICS.find((known) => known.topic === topic)?.label ?? topic);

/** A list in one sentence: only its first word begins large. */
export function topicList(topics: readonly WebhookTopic[]): string {
  const [first = "", ...rest] = topics.map(topicName);
  return [first, ...rest.map((name) => name.charAt(0).toLowerCase() + name.slice(1))].join(", ");
}

const STATES: Record<WebhookDelivery["status"], string> = {
  pending: "Waiting",
  delivered: "Delivered",
  dead: "Given up",
};

export function deliveryState({ status, attempts }: WebhookDelivery): string {
  if (status === "pending" && attempts > 0) return "Waiting to try again";
  return STATES[status];
}
