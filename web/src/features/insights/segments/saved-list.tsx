"use client";
import { useSegmentActions, useSegments } from "@/api/queries/segments";
import { useMay } from "@/api/session";
import type { Segment } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount } from "@/lib/format";
import { IconButton } from "@/ui/button";
import { Failed } from "@/ui/state";
import { useToast } from "@/ui/toast";

const MOST = 5;

interface SavedListProps {
  open: string | null;
  ticked: readonly string[];
  onOpen: (id: string | null) => void;
  onTick: (ids: string[]) => void;
}

interface RowProps {
  segment: Segment;
  here: boolean;
  ticked: boolean;
  full: boolean;
  onOpen: () => void;
  onTick: () => void;
  onDelete: (() => void) | null;
}

function Row({ segment, here, ticked, full, onOpen, onTick, onDelete }: RowProps) {
  return (
    <li className="flex items-center gap-1 border-b border-line last:border-0">
      <label className="grid size-7 shrink-0 cursor-pointer place-items-center max-rail:size-11">
        <input
          type="checkbox"
          checked={ticked}
          disabled={full && !ticked}
          onChange={onTick}
          className="size-3.5 accent-(--action) max-rail:size-5"
        />
        <span className="sr-only">Compare {segment.name}</span>
      </label>
      <button
        type="button"
        aria-current={here ? "true" : undefined}
        onClick={onOpen}
        title={segment.sentence}
        className="flex min-w-0 flex-1 items-baseline gap-2 py-2 text-left hover:underline hover:underline-offset-2 max-rail:min-h-11"
      >
        <span className={cx("min-w-0 flex-1 break-words", here && "font-semibold")}>
          {segment.name}
        </span>
        {segment.last && (
          <span className="shrink-0 text-faint" title={`Counted on ${segment.last.day}`}>
            {formatCount(segment.last.customers)}
          </span>
        )}
      </button>
      {onDelete && <IconButton icon="close" label={`Delete ${segment.name}`} onClick={onDelete} />}
    </li>
  );
}

/** Segments that people of this store keep. Two to five of them can be ticked and compared. */
export function SavedList({ open, ticked, onOpen, onTick }: SavedListProps) {
  const { data, error, refetch } = useSegments();
  const { remove, restore } = useSegmentActions();
  const { say, complain } = useToast();
  const mayKeep = useMay("marketer");
  if (error) return <Failed error={error} what="The segments" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-28" />;
  const refused = (failure: Error) => complain(failure.message);
  const back = (id: string) => restore.mutate(id, { onError: refused });
  const drop = ({ id, name }: Segment) =>
    remove.mutate(id, {
      onSuccess: () => {
        if (id === open) onOpen(null);
        onTick(ticked.filter((each) => each !== id));
        say(`“${name}” is deleted`, { label: "Undo", onAct: () => back(id) });
      },
      onError: refused,
    });
  const tick = (id: string) =>
    onTick(ticked.includes(id) ? ticked.filter((each) => each !== id) : [...ticked, id]);
  return (
    <section aria-labelledby="saved-segments" className="mb-7">
      <h2 id="saved-segments" className="mb-1 font-semibold">
        Saved
      </h2>
      {data.items.length === 0 && (
        <p className="text-pretty text-soft">
          Nothing is saved yet. Begin with a template below, or put rules together.
        </p>
      )}
      <ul>
        {data.items.map((segment) => (
          <Row
            key={segment.id}
            segment={segment}
            here={segment.id === open}
            ticked={ticked.includes(segment.id)}
            full={ticked.length >= MOST}
            onOpen={() => onOpen(segment.id)}
            onTick={() => tick(segment.id)}
            onDelete={mayKeep ? () => drop(segment) : null}
          />
        ))}
      </ul>
      {data.items.length > 1 && (
        <p className="mt-1 text-12 text-faint">Tick two to five to see what they share.</p>
      )}
    </section>
  );
}
