import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { SQLDialect, type SQLNamespace, sql as sqlLanguage } from "@codemirror/lang-sql";
import type { SqlSchema } from "@/api/types";

/** The words a statement here is made of; a longer list would only bury the columns. */
const words = SQLDialect.define({
  keywords:
    "select distinct from where and or not in is null between like ilike case when then else end as on using join inner left right full outer group by having order asc desc limit offset with union all intersect except qualify over partition rows range preceding following current row filter cast exists true false interval",
  builtin:
    "count sum avg min max median round floor ceil abs coalesce nullif greatest least lower upper trim length substr date_trunc date_part date_diff extract strftime row_number rank dense_rank lag lead first_value last_value stddev",
  types: "date timestamp varchar integer bigint double decimal boolean",
  operatorChars: "*+-%<>!=&|^/~",
  specialVar: "$",
});

const columnOptions = ({ columns }: SqlSchema["tables"][number]): Completion[] =>
  columns.map(({ name, type, description }) => ({
    label: name,
    type: "property",
    detail: type.toLowerCase(),
    info: description,
    boost: 1,
  }));

/** Tables with their columns, as the completion after a dot takes them. */
export function namespaceOf(schema: SqlSchema | undefined): SQLNamespace {
  const tables = (schema?.tables ?? []).map((table) => [
    table.name,
    {
      self: { label: table.name, type: "type", info: table.description },
      children: columnOptions(table),
    },
  ]);
  return Object.fromEntries(tables);
}

/** Columns of the tables a statement names, each once. */
export function columnsIn(text: string, schema: SqlSchema | undefined): Completion[] {
  const named = new Set(text.toLowerCase().match(/[a-z_]+/g));
  const tables = schema?.tables.filter(({ name }) => named.has(name)) ?? [];
  const options = tables.flatMap(columnOptions);
  return [...new Map(options.map((option) => [option.label, option])).values()];
}

/** A bare word may be a column of any table that the statement names. */
const bareColumns =
  (schema: SqlSchema | undefined) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w+/);
    if (!word || context.state.sliceDoc(word.from - 1, word.from) === ".") return null;
    const options = columnsIn(context.state.doc.toString(), schema);
    return { from: word.from, options, validFor: /^\w*$/ };
  };

export const sqlSupport = (schema: SqlSchema | undefined) => [
  sqlLanguage({ dialect: words, schema: namespaceOf(schema), upperCaseKeywords: true }),
  words.language.data.of({ autocomplete: bareColumns(schema) }),
];
