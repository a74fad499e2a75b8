import type { ImportStore } from "@/api/types";
import { plural } from "@/lib/format";

type Target = NonNullable<ImportStore["target"]>;

// A link of its own page load: it opens the other workspace in this tab or a new one alike.
const pathOf = ({ workspace_slug, import_id }: Target) =>
  `/imports/?w=${encodeURIComponent(workspace_slug)}&import=${encodeURIComponent(import_id)}`;

/** Where the files of each store went. */
export function SplitResult({ stores }: { stores: ImportStore[] }) {
  return (
    <section className="mb-4 rounded-card border border-line-strong px-4 py-3">
      <h3 className="font-semibold">Each store has a workspace of its own</h3>
      <ul className="mt-1.5">
        {stores.map(({ name, files, target }) =>
          target ? (
            <li key={name} className="py-1">
              <a
                href={pathOf(target)}
                className="font-medium underline decoration-1 underline-offset-2 max-rail:inline-flex max-rail:min-h-11 max-rail:items-center"
              >
                {target.workspace_name}
              </a>
              <span className="text-12 text-faint">
                {` · ${plural(files.length, "file")} · ${target.created ? "made for this import" : "was there already"}`}
              </span>
            </li>
          ) : null,
        )}
      </ul>
    </section>
  );
}
