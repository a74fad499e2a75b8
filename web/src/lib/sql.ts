export interface SqlToken {
  text: string;
  kind: "keyword" | "string" | "parameter" | "comment" | "plain";
}

const KEYWORDS =
  "select|from|where|and|or|not|group|order|by|having|limit|offset|join|left|right|full|inner|cross|on|using|as|with|recursive|union|all|distinct|case|when|then|else|end|between|in|is|null|over|partition|rows|range|filter|interval|cast|coalesce|asc|desc|values|exists|like|true|false|qualify|nulls|first|last|lateral|unnest";

const TOKEN = new RegExp(
  `(--[^\\n]*)|('(?:[^']|'')*')|(\\$\\w+)|\\b(${KEYWORDS})\\b(?!\\s*\\.)|([\\s\\S])`,
  "gi",
);

function kindOf(match: RegExpExecArray): SqlToken["kind"] {
  if (match[1]) return "comment";
  if (match[2]) return "string";
  if (match[3]) return "parameter";
  return match[4] ? "keyword" : "plain";
}

/** SQL cut into pieces for the eye; joined again they are the text exactly as stored. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const kind = kindOf(match);
    const last = tokens.at(-1);
    if (kind === "plain" && last?.kind === "plain") last.text += match[0];
    else tokens.push({ text: match[0], kind });
  }
  return tokens;
}
