import type { WebhookTopic } from "@/api/types";
import { TOPICS } from "./webhook-words";

interface TopicsProps {
  chosen: readonly WebhookTopic[];
  onChange: (topics: WebhookTopic[]) => void;
}

/** Which events are told; always in the order in which they stand here. */
export function Topics({ chosen, onChange }: TopicsProps) {
  const flip = (flipped: WebhookTopic) =>
    onChange(
      TOPICS.map(({ topic }) => topic).filter(
        (topic) => chosen.includes(topic) !== (topic === flipped),
      ),
    );
  return (
    <fieldset>
      <legend className="mb-1 text-12 font-medium text-soft">Tell it when</legend>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {TOPICS.map(({ topic, label }) => (
          <label key={topic} className="flex items-center gap-2 max-rail:min-h-11">
            <input
              type="checkbox"
              checked={chosen.includes(topic)}
              onChange={() => flip(topic)}
              className="size-3.5 accent-(--action) max-rail:size-5"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
