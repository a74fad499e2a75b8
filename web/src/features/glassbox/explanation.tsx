"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Kpi } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatValue } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { CheckDot } from "@/ui/figure";
import { addendsOf } from "./addends";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-4.5">
      <h3 className="mb-2 text-12 font-medium leading-none text-faint">{title}</h3>
      {children}
    </section>
  );
}

function Line({ label, children, sum }: { label: string; children: ReactNode; sum?: boolean }) {
  return (
    <div
      className={cx(
        "flex justify-between gap-4 py-[3px]",
        sum && "mt-1 border-t border-line pt-1.5 font-medium",
      )}
    >
      <dt className={sum ? undefined : "text-soft"}>{label}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  );
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A rate as its two amounts. The stored formula names them: "this divided by that". */
function Quotient({ tile, formula }: { tile: Kpi; formula: string }) {
  const [above = "", below = ""] = formula.split(" divided by ");
  const amount = (value: number | null, isMoney: boolean) =>
    formatValue(value, isMoney ? "money" : "count", tile.currency);
  const moneyAbove = tile.unit === "money" || (tile.currency !== null && tile.unit === "ratio");
  const moneyBelow = tile.currency !== null && tile.unit === "ratio";
  return (
    <dl>
      <Line label={above || "Above the line"}>{amount(tile.numerator, moneyAbove)}</Line>
      <Line label={below ? `Divided by ${below}` : "Divided by"}>
        {amount(tile.denominator, moneyBelow)}
      </Line>
      <Line label={tile.label} sum>
        {formatValue(tile.value, tile.unit, tile.currency)}
      </Line>
    </dl>
  );
}

function Sum({ tile, tiles }: { tile: Kpi; tiles: Kpi[] }) {
  const parts = addendsOf(tile, tiles);
  if (parts.length === 0) return null;
  return (
    <Part title="Adds up as">
      <dl>
        {parts.map((part) => (
          <Line key={part.label} label={part.label}>
            {formatValue(part.value, "money", tile.currency)}
          </Line>
        ))}
        <Line label={tile.label} sum>
          {formatValue(tile.value, "money", tile.currency)}
        </Line>
      </dl>
    </Part>
  );
}

/** The bare name of a report, which comes as `report "Total sales (day)"`. */
const reportName = (label: string | null) => label?.replace(/^report "(.*)"$/, "$1") ?? "";

const WASH = { equal: "bg-good-wash", differs: "bg-bad-wash", none: "bg-sunk" } as const;

const ALONE: Record<string, string> = {
  report: "This figure is Shopify’s own report, so there is no second one to compare it with.",
  klaviyo: "Only Klaviyo tells this figure, so there is nothing to compare it with.",
  ads: "Only the ad accounts tell this figure, so there is nothing to compare it with.",
};

const uncheckedWords = (tile: Kpi) =>
  ALONE[tile.source?.kind ?? ""] ??
  "No report of Shopify’s covers these days, so there is nothing to compare with.";

function Checked({ tile }: { tile: Kpi }) {
  const { status, report, report_value: theirs, difference } = tile.reconciliation;
  const say = (value: number | null) => formatValue(value, tile.unit, tile.currency);
  return (
    <div className={cx("flex gap-2.5 rounded-field px-3 py-2.5", WASH[status])}>
      <CheckDot check={status} className="mt-1.5" />
      <p className="text-pretty">
        {status === "none" && uncheckedWords(tile)}
        {status !== "none" &&
          `Shopify’s report “${reportName(report)}” says ${say(theirs)} for the same days. `}
        {status !== "none" && `Difference ${say(difference ?? 0)}.`}
      </p>
    </div>
  );
}

function Source({ tile }: { tile: Kpi }) {
  const notes = [tile.source?.note, tile.note].filter((note) => note);
  return (
    <Part title="Source">
      <p className="text-pretty">
        {tile.source ? upperFirst(tile.source.label.replace(/"(.*)"/, "“$1”")) : "None"}
        {notes.length > 0 && <span className="text-soft">. {[...new Set(notes)].join(" ")}</span>}
      </p>
      {tile.store_wide && (
        <p className="mt-1 text-soft">
          {tile.store_wide.label}, beside it:{" "}
          <span className="text-ink">
            {formatValue(tile.store_wide.value, tile.unit, tile.currency)}
          </span>
        </p>
      )}
    </Part>
  );
}

export function Missing({ tile }: { tile: Kpi }) {
  return (
    <div className="rounded-field bg-accent-wash px-3 py-2.5">
      <p className="text-pretty">{tile.missing ?? "A file is missing."}</p>
      <Link href="/imports/" className={buttonClass("outline", "mt-3")}>
        Go to Imports
      </Link>
    </div>
  );
}

interface ExplanationProps {
  tile: Kpi;
  tiles: Kpi[];
  /** The stored one; nothing where it could not be read. */
  formula: string | undefined;
}

/** What the figure is, what it is made of and who agrees, before any SQL. */
export function Explanation({ tile, tiles, formula }: ExplanationProps) {
  const isQuotient = tile.denominator !== null && tile.status === "ok";
  return (
    <>
      {formula && (
        <Part title="In words">
          <p className="rounded-field bg-sunk px-3 py-2.5 text-pretty">{formula}</p>
        </Part>
      )}
      {isQuotient && (
        <Part title="Worked out as">
          <Quotient tile={tile} formula={upperFirst(formula ?? "")} />
        </Part>
      )}
      <Sum tile={tile} tiles={tiles} />
      {tile.status === "ok" && (
        <Part title="Checked against">
          <Checked tile={tile} />
        </Part>
      )}
      <Source tile={tile} />
    </>
  );
}
