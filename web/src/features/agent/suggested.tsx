"use client";
import Link from "next/link";
import { useAskHistory } from "@/api/queries/ask";
import { useMay, useWorkspace } from "@/api/session";
import { buttonClass } from "@/ui/button";

const FROM_DATA = 3;
const WHY = "Why did revenue change last week?";
const SEND = `${WHY} Send the summary to the team.`;

/** Before the first word: what it can do, in requests that can be made as they stand. */
export function Suggested({ onAsk }: { onAsk: (text: string) => void }) {
  const { warehouse_version: version } = useWorkspace();
  const { data } = useAskHistory();
  const mayWrite = useMay("marketer");
  if (version === 0) {
    return (
      <div className="grid gap-3">
        <p className="text-pretty text-soft">
          The agent answers from your own files. There are none yet: bring an orders export, then
          ask.
        </p>
        <Link href="/imports/" className={buttonClass("outline", "justify-self-start")}>
          Drop in a folder
        </Link>
      </div>
    );
  }
  const offered = [mayWrite ? SEND : WHY, ...(data?.suggestions.slice(0, FROM_DATA) ?? [])];
  return (
    <div>
      <h2 className="text-15 font-medium">What would you like to know, or have done?</h2>
      <p className="mt-1 text-pretty text-soft">
        It makes a plan, shows each step with its figures, and sends nothing that nobody approved.
        {!mayWrite && " Your role may ask; writing to the team takes a marketer."}
      </p>
      <ul className="mt-3 border-t border-line">
        {offered.map((text) => (
          <li key={text} className="border-b border-line">
            <button
              type="button"
              onClick={() => onAsk(text)}
              className="w-full py-2 text-left text-pretty hover:underline hover:underline-offset-2 max-rail:min-h-11"
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
