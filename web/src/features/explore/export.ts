import { saveAs } from "@/api/download";
import type { Answer, SqlAnswer } from "@/api/types";
import { toCsv } from "@/lib/csv";

type Cell = string | number | boolean | null;

const plain = (cell: Cell) => (typeof cell === "boolean" ? String(cell) : cell);

const csvOf = (head: readonly string[], rows: readonly (readonly Cell[])[]) =>
  toCsv([[...head], ...rows.map((row) => row.map(plain))]);

/** An answer's rows under the names people see; money in major units, rates as fractions. */
export const answerCsv = (answer: Answer) =>
  csvOf(
    answer.columns.map((column) => column.label),
    answer.rows,
  );

export const sqlCsv = (answer: SqlAnswer) => csvOf(answer.columns, answer.rows);

/** A file name out of a question: letters and digits, at most six words. */
export const fileName = (text: string) =>
  `${
    text
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.slice(0, 6)
      .join("-") ?? "answer"
  }.csv`;

export const saveCsv = (name: string, csv: string) =>
  saveAs(name, new Blob([csv], { type: "text/csv;charset=utf-8" }));
