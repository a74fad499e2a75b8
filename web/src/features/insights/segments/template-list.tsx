"use client";
import { useTemplates } from "@/api/queries/segments";
import type { SegmentTemplate } from "@/api/types";
import { Failed } from "@/ui/state";

/** Rules to begin with, and where their numbers come from. */
export function TemplateList({ onPick }: { onPick: (template: SegmentTemplate) => void }) {
  const { data, error, refetch } = useTemplates();
  if (error) return <Failed error={error} what="The templates" onRetry={refetch} />;
  if (!data) return <div aria-busy="true" className="skeleton h-60" />;
  return (
    <section aria-labelledby="segment-templates">
      <h2 id="segment-templates" className="mb-1 font-semibold">
        Templates
      </h2>
      <ul>
        {data.items.map((template) => (
          <li key={template.key} className="border-b border-line last:border-0">
            <button
              type="button"
              onClick={() => onPick(template)}
              className="group block w-full py-2 text-left max-rail:min-h-11"
            >
              <span className="block group-hover:underline group-hover:underline-offset-2">
                {template.name}
              </span>
              <span className="block text-pretty text-12 text-faint">{template.why}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.gaps.map((gap) => (
        <p key={gap.what} className="mt-2 text-pretty text-12 text-soft">
          {gap.what}: {gap.why} {gap.add}
        </p>
      ))}
    </section>
  );
}
