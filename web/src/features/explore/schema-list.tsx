"use client";
import type { SqlSchema } from "@/api/types";

interface SchemaListProps {
  schema: SqlSchema | undefined;
  onInsert: (name: string) => void;
}

/** The tables a statement may read. A name puts itself where the cursor stands. */
export function SchemaList({ schema, onInsert }: SchemaListProps) {
  if (!schema) return <div className="skeleton h-64" aria-busy="true" />;
  return (
    <ul>
      {schema.tables.map((table) => (
        <li key={table.name} className="border-b border-line last:border-0">
          <details>
            <summary className="py-1.5 font-mono text-12 max-rail:py-3.5" title={table.description}>
              {table.name}
            </summary>
            <p className="mb-1 text-pretty text-12 text-faint">{table.description}</p>
            <ul className="mb-2">
              {table.columns.map(({ name, type, description }) => (
                <li key={name}>
                  <button
                    type="button"
                    title={description}
                    onClick={() => onInsert(name)}
                    className="flex w-full items-baseline gap-2 rounded-[6px] px-1.5 py-0.5 text-left font-mono text-12 text-soft hover:bg-sunk hover:text-ink max-rail:min-h-11 max-rail:items-center"
                  >
                    <span className="min-w-0 flex-1 truncate">{name}</span>
                    <span className="text-11 text-faint lowercase">{type}</span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
