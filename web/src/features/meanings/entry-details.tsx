"use client";
import { useWorkspace } from "@/api/session";
import type { PromptEntry } from "@/api/types";
import { cx } from "@/lib/cx";
import { formatCount, formatMoment } from "@/lib/format";
import { SqlText } from "@/ui/sql-text";
import { ageOf } from "./age";
import { Fact, Facts, Part } from "./facts";
import { asText } from "./in-words";
import { averageText, modelText, SOURCES, savedText, thumbsText } from "./words";

/** Everything kept of an entry, with the SQL that answers it. */
export function EntryDetails({ entry }: { entry: PromptEntry }) {
  const { timezone } = useWorkspace();
  const moment = (at: string | null, none: string) => (at ? formatMoment(at, timezone) : none);
  return (
    <div
      className={cx(
        "grid gap-4 pt-1 pb-4 pl-[19px] text-left max-rail:pl-0",
        entry.statement && "wide:grid-cols-2",
      )}
    >
      <div className="grid min-w-0 content-start gap-4">
        {entry.problem && (
          <p className="max-w-[64ch] text-pretty">
            After an upgrade this answers no longer: {entry.problem} Edit its meaning, and it
            answers again.
          </p>
        )}
        <Part title="Meaning">
          <SqlText sql={asText(entry)} label={`Meaning of ${entry.prompt}`} />
        </Part>
        <Facts>
          <Fact label="Source" narrow>
            {SOURCES[entry.source] ?? entry.source}
          </Fact>
          <Fact label="Average" narrow>
            {averageText(entry.average_ms)}
          </Fact>
          <Fact label="Last used" narrow>
            {moment(entry.last_hit_at, "Not used yet")}
          </Fact>
          <Fact label="Thumbs" narrow>
            {thumbsText(entry)}
          </Fact>
          <Fact label="Made">{`${moment(entry.created_at, "")}, age ${ageOf(entry.created_at)}`}</Fact>
          <Fact label="Read by">{entry.generator}</Fact>
          <Fact label="Language model">{modelText(entry)}</Fact>
          {entry.readings_saved > 0 && <Fact label="Saved since">{savedText(entry)}</Fact>}
          <Fact label="Expires">{moment(entry.expires_at, "Never")}</Fact>
          <Fact label="Wordings that lead here">{formatCount(entry.wordings)}</Fact>
          <Fact label="Hash of the wording" code>
            {entry.prompt_hash}
          </Fact>
          <Fact label="Hash of the meaning" code>
            {entry.meaning_hash}
          </Fact>
          <Fact label="Schema version" code>
            {entry.schema_version}
          </Fact>
          {entry.statement_hash && (
            <Fact label="Hash of the SQL" code>
              {entry.statement_hash}
            </Fact>
          )}
        </Facts>
      </div>
      {entry.statement ? (
        <Part title="SQL">
          <SqlText sql={entry.statement} label={`SQL of ${entry.prompt}`} />
        </Part>
      ) : (
        <p className="text-soft">
          No SQL is stored: no file here tells this yet, or nobody has asked it.
        </p>
      )}
    </div>
  );
}
