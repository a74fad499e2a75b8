const MOST_SHOWN = 8;

interface PickListProps {
  label: string;
  items: readonly { key: string; name: string; onPick: () => void }[];
  disabled?: boolean;
}

/** A group of things of which one is taken; a long one says that typing finds the rest. */
export function PickList({ label, items, disabled }: PickListProps) {
  return (
    <section aria-label={label} className="mt-4">
      <h3 className="mb-1 text-12 text-faint">{label}</h3>
      <ul>
        {items.slice(0, MOST_SHOWN).map(({ key, name, onPick }) => (
          <li key={key}>
            <button
              type="button"
              disabled={disabled}
              onClick={onPick}
              className="-mx-2 w-[calc(100%+16px)] truncate rounded-[6px] px-2 py-1.5 text-left hover:bg-sunk disabled:opacity-50 max-rail:min-h-11"
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      {items.length > MOST_SHOWN && (
        <p className="text-12 text-faint">{items.length - MOST_SHOWN} more: type to find them</p>
      )}
    </section>
  );
}
