"use client";
import { useState } from "react";
import { useWorkspace } from "@/api/session";
import type { SqlTemplate } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatMoment } from "@/lib/format";
import { SqlText } from "@/ui/sql-text";
import { ageOf } from "./age";
import { Fact, Facts, Part } from "./facts";
import { Opener } from "./opener";
import { averageText, KINDS, nameOf, parametersText } from "./words";

const COLUMNS = 7;

function Details({ template }: { template: SqlTemplate }) {
  const { timezone } = useWorkspace();
  return (
    <div className="grid gap-4 pt-1 pb-4 pl-[19px] text-left max-rail:pl-0">
      <Part title="SQL">
        <SqlText sql={template.sql} label={`SQL of ${nameOf(template)}`} />
      </Part>
      <Facts>
        <Fact label="Hash" code>
          {template.hash}
        </Fact>
        <Fact label="Parameters" code>
          {parametersText(template)}
        </Fact>
        <Fact label="Model version" code>
          {template.model_version}
        </Fact>
        <Fact label="Dialect">{template.dialect}</Fact>
        <Fact label="Source">{template.source.replaceAll("_", " ")}</Fact>
        <Fact label="Made">{formatMoment(template.created_at, timezone)}</Fact>
        <Fact label="Runs that failed">{formatCount(template.failed)}</Fact>
        <Fact label="Average" narrow>
          {averageText(template.average_ms)}
        </Fact>
      </Facts>
    </div>
  );
}

export function TemplateRow({ template }: { template: SqlTemplate }) {
  const { timezone } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const last = template.last_run_at;
  const note = <span className="font-mono">{template.hash.slice(0, 12)}</span>;
  return (
    <>
      <tr className={cx(isOpen && "[&>td]:border-b-0")}>
        <td className="min-w-40">
          <Opener isOpen={isOpen} onToggle={() => setOpen(!isOpen)} note={note}>
            {nameOf(template)}
          </Opener>
        </td>
        <td className="text text-soft">{KINDS[template.kind] ?? template.kind}</td>
        <td className="text text-soft max-rail:hidden">{template.source.replaceAll("_", " ")}</td>
        <td>{formatCount(template.runs)}</td>
        <td className="whitespace-nowrap max-rail:hidden">{averageText(template.average_ms)}</td>
        <td className="whitespace-nowrap text-soft max-rail:hidden">
          {last ? formatMoment(last, timezone) : "–"}
        </td>
        <td className="whitespace-nowrap text-soft max-rail:hidden">
          {ageOf(template.created_at)}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={COLUMNS}>
            <Details template={template} />
          </td>
        </tr>
      )}
    </>
  );
}
