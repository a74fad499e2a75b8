"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Suspense } from "react";
import { Button } from "@/ui/button";
import { Entries } from "./entries";
import { Lifetimes } from "./lifetimes";
import { Templates } from "./templates";

const VIEWS = ["meanings", "sql", "lifetimes"] as const;
const NAMES = { meanings: "Questions", sql: "Stored SQL", lifetimes: "How long they hold" };
const PARTS = { meanings: Entries, sql: Templates, lifetimes: Lifetimes };
const parser = parseAsStringLiteral(VIEWS).withDefault("meanings");

function Page() {
  const [view, setView] = useQueryState("view", parser);
  const Part = PARTS[view];
  return (
    <>
      <h2 className="font-semibold">What questions mean</h2>
      <p className="mt-0.5 max-w-[72ch] text-pretty text-soft">
        A wording that was read once is remembered with its meaning, so the same question gets the
        same answer at once. Times stay as they were said: “last 30 days” is other days tomorrow.
      </p>
      <fieldset className="my-4 flex gap-1">
        <legend className="sr-only">What is listed</legend>
        {VIEWS.map((one) => (
          <Button
            key={one}
            look="quiet"
            aria-pressed={view === one}
            className="aria-pressed:bg-sunk aria-pressed:font-medium aria-pressed:text-ink"
            onClick={() => setView(one)}
          >
            {NAMES[one]}
          </Button>
        ))}
      </fieldset>
      <Part />
    </>
  );
}

export function MeaningsPage() {
  return (
    <Suspense>
      <Page />
    </Suspense>
  );
}
