interface Difference {
  label: string;
  before: string | null;
  after: string | null;
}

/** What changes from what to what, in words and not by colour alone. */
export function DiffView({ changes }: { changes: readonly Difference[] }) {
  return (
    <dl className="grid gap-2">
      {changes.map(({ label, before, after }) => (
        <div key={label}>
          <dt className="text-12 text-faint">{label}</dt>
          <dd className="grid gap-0.5 text-pretty">
            {before && (
              <del className="text-faint">
                <span className="sr-only">Before: </span>
                {before}
              </del>
            )}
            {after && (
              <ins className="no-underline">
                <span className="sr-only">After: </span>
                {after}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
