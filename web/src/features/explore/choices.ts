import type { SqlAnswer } from "@/api/types";
import { namesOf } from "@/blocks/sql-data";
import { type AnswerData, layoutOf } from "@/charts/prepare/answer";
import { kindsFor } from "@/charts/prepare/chart-rule";
import type { Choice, Choices } from "./chart-picker";

/** What an answer's rows can be drawn as. Its columns have their parts already. */
export function choicesOfAnswer(data: AnswerData): Choices {
  const { groups, measures } = layoutOf(data.columns);
  const named = groups.map(({ column: { name, label } }) => ({ name, label }));
  return {
    kinds: kindsFor(data),
    xs: named.length > 1 ? [] : named,
    ys: measures.map(({ key, label }) => ({ name: key, label })),
    splits: named.length > 1 ? named : [],
  };
}

const plain = (names: string[]): Choice[] => names.map((name) => ({ name, label: name }));

/** What a statement's rows can be drawn as: any column along, any figure up. */
export function choicesOfSql(answer: SqlAnswer): Choices {
  const unique = [...new Set(answer.columns)];
  const numbers = namesOf(answer, "number");
  const drawn = numbers.length > 0 && answer.rows.length > 0;
  return {
    kinds: drawn ? ["line", "column", "bar", "table"] : ["table"],
    xs: plain(unique),
    ys: plain(numbers),
    splits: plain(unique),
  };
}
