import type { ReactNode } from "react";
import type { Insight } from "@/api/types";
import { Gaps } from "@/blocks/gaps";
import { Part, type PartSource } from "./part";

function Sentences({ insight }: { insight: Insight }) {
  const [first, ...rest] = insight.sentences;
  if (!first) return null;
  return (
    <div className="mb-7 max-w-[60em] text-pretty">
      <p className="text-18 font-medium leading-[1.45] tracking-[-0.012em] max-rail:text-[16px]">
        {first}
      </p>
      {rest.map((sentence) => (
        <p key={sentence} className="mt-1.5 text-soft">
          {sentence}
        </p>
      ))}
    </div>
  );
}

interface ToldProps {
  insight: Insight;
  source: PartSource;
  children?: ReactNode;
}

/** What a page says, its parts, and what it cannot show: as it is now, or as a report keeps it.
 * `children` stand after the parts. */
export function Told({ insight, source, children }: ToldProps) {
  return (
    <>
      <Sentences insight={insight} />
      {insight.parts.map((part) => (
        <Part key={part.key} {...{ part, insight, source }} />
      ))}
      {children}
      <Gaps gaps={insight.gaps} />
      {insight.notes.map((note) => (
        <p key={note} className="mb-1 max-w-[70ch] text-12 text-faint">
          {note}
        </p>
      ))}
    </>
  );
}
