/** Colours of series in their order. The first is the colour of every single line as well. */
export const SERIES = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `var(--s${n})`);

interface LegendProps {
  lines: { name: string; value: string | null }[];
  /** The day or name that is read; nothing while none is. */
  at: string | null;
  previous?: { name: string; value: string | null } | null;
}

/** Names of the series; while a point is read, with their figures there. */
export function Legend({ lines, at, previous }: LegendProps) {
  return (
    <figcaption className="mt-1.5 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-12">
      {at && <span className="font-medium">{at}</span>}
      {lines.map(({ name, value }, place) => (
        <span key={name} className="flex items-baseline gap-1.5">
          <i
            aria-hidden="true"
            className="inline-block w-3.5 -translate-y-1 border-t-2"
            style={{ borderColor: SERIES[place] }}
          />
          <span className="text-soft">{name}</span>
          {value !== null && <span className="font-medium">{value}</span>}
        </span>
      ))}
      {previous && (
        <span className="flex items-baseline gap-1.5">
          <i
            aria-hidden="true"
            className="inline-block w-3.5 -translate-y-1 border-t-2 border-dotted border-(--chart-previous)"
          />
          <span className="text-soft">{previous.name}</span>
          {previous.value !== null && <span className="font-medium">{previous.value}</span>}
        </span>
      )}
    </figcaption>
  );
}
