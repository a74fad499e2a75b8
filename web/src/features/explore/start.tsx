"use client";
import { useAskHistory } from "@/api/queries/ask";
import { useWorkspace } from "@/api/session";
import type { AskHistory, SavedQuestion } from "@/api/types";
import { formatMoment } from "@/lib/format";
import { Failed } from "@/ui/state";
import { SavedList } from "./saved-list";

type Asked = AskHistory["items"][number];

const MOST_RECENT = 12;
/** The newest of each wording. */
export function newestOfEach(items: readonly Asked[]): Asked[] {
  const seen = new Set<string>();
  return items.filter(({ prompt }) => {
    const key = prompt.toLowerCase().trim();
    return !seen.has(key) && seen.add(key);
  });
}

function Ask({ text, onAsk }: { text: string; onAsk: (text: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onAsk(text)}
      className="min-w-0 flex-1 py-2 text-left hover:underline hover:underline-offset-2 max-rail:min-h-11"
    >
      {text}
    </button>
  );
}

interface StartProps {
  onAsk: (text: string) => void;
  onOpen: (saved: SavedQuestion) => void;
}

/** Before a question: some to begin with, those that are kept, and those asked here before. */
export function Start({ onAsk, onOpen }: StartProps) {
  const { timezone } = useWorkspace();
  const { data, error, refetch } = useAskHistory();
  if (error) return <Failed error={error} what="The questions asked before" onRetry={refetch} />;
  if (!data) {
    return (
      <div aria-busy="true" className="grid gap-2 pt-4">
        {[0, 1, 2, 3, 4].map((row) => (
          <div key={row} className="skeleton h-9" />
        ))}
      </div>
    );
  }
  const recent = newestOfEach(data.items.filter(({ entry_id }) => entry_id !== null)).slice(
    0,
    MOST_RECENT,
  );
  return (
    <div className="grid gap-x-10 gap-y-7 pt-4 rail:grid-cols-2">
      <section aria-labelledby="to-begin-with">
        <h2 id="to-begin-with" className="mb-1 font-semibold">
          To begin with
        </h2>
        <ul>
          {data.suggestions.map((text) => (
            <li key={text} className="flex border-b border-line last:border-0">
              <Ask text={text} onAsk={onAsk} />
            </li>
          ))}
        </ul>
        <p className="mt-3 max-w-[56ch] text-pretty text-12 text-faint">
          Write as you speak. Every answer shows how the question was read, the SQL behind it and
          where the figures come from.
        </p>
      </section>
      <SavedList onOpen={onOpen} />
      {recent.length > 0 && (
        <section aria-labelledby="asked-before">
          <h2 id="asked-before" className="mb-1 font-semibold">
            Asked before
          </h2>
          <ul>
            {recent.map((item) => (
              <li
                key={item.id}
                className="flex items-center gap-3 border-b border-line last:border-0"
              >
                <Ask text={item.prompt} onAsk={onAsk} />
                <span className="shrink-0 text-right text-12 text-faint">
                  {formatMoment(item.created_at, timezone)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
