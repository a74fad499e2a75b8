"use client";
import { useMemo } from "react";
import { type SqlToken, tokenizeSql } from "@/lib/sql";
import { ScrollBox } from "./scroll-box";

const LOOKS: Record<SqlToken["kind"], string> = {
  keyword: "font-medium text-ink",
  parameter: "text-ink",
  string: "text-soft",
  comment: "text-faint italic",
  plain: "text-soft",
};

/** A statement to read, exactly as it is stored or ran. */
export function SqlText({ sql, label = "SQL" }: { sql: string; label?: string }) {
  const tokens = useMemo(() => tokenizeSql(sql), [sql]);
  return (
    <ScrollBox label={label} className="max-h-[420px] overflow-auto rounded-field bg-sunk p-3">
      <pre className="font-mono text-12 leading-[1.6]">
        <code>
          {tokens.map((token, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text, in order
            <span key={index} className={LOOKS[token.kind]}>
              {token.text}
            </span>
          ))}
        </code>
      </pre>
    </ScrollBox>
  );
}
