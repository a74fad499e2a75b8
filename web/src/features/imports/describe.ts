import type { Import, ImportFile } from "@/api/types";

const SOME = 3;

/** What an import is called: its only file, the folders it came in, or how many files. */
export function titleOf({ files }: Pick<Import, "files">): string {
  const [first] = files;
  if (!first) return "Import";
  if (files.length === 1) return first.name.split("/").at(-1) ?? first.name;
  const folders = new Set(files.map(({ name }) => (name.includes("/") ? name.split("/")[0] : "")));
  const [folder] = folders;
  if (folders.size === 1 && folder) return folder;
  const named = [...folders].flatMap((name) => name || []);
  if (named.length === 0) return `${files.length} files`;
  const more = named.length > SOME ? [`${named.length - SOME} more`] : [];
  return new Intl.ListFormat("en-GB").format([...named.slice(0, SOME), ...more]);
}

/** The files to tell of one by one. Those that wait for a choice, or went on, are told of by store. */
export function filesToList({ status, files, stores }: Import): ImportFile[] {
  if (status === "needs_choice") return [];
  const went = new Set(status === "split" ? stores.flatMap((store) => store.files) : []);
  return files.filter(({ name }) => !went.has(name));
}

/** The folder that every file lies in, which the import is called after: "Store/", or nothing. */
export function rootOf(files: Pick<ImportFile, "name">[]): string {
  const first = files[0]?.name ?? "";
  const root = first.slice(0, first.indexOf("/") + 1);
  return files.length > 1 && files.every(({ name }) => name.startsWith(root)) ? root : "";
}

export interface Tally {
  rowsIn: number;
  loaded: number;
  rejected: number;
  duplicates: number;
}

export function tallyOf(files: ImportFile[]): Tally {
  const zero = { rowsIn: 0, loaded: 0, rejected: 0, duplicates: 0 };
  return files.reduce(
    (sum, file) => ({
      rowsIn: sum.rowsIn + file.rows_in,
      loaded: sum.loaded + file.loaded,
      rejected: sum.rejected + file.rejected,
      duplicates: sum.duplicates + file.duplicates,
    }),
    zero,
  );
}

type Tone = "good" | "bad" | "waits" | "quiet";

export const IMPORT_STATUS: Record<Import["status"], { words: string; tone: Tone }> = {
  queued: { words: "Waiting", tone: "quiet" },
  running: { words: "Reading", tone: "quiet" },
  completed: { words: "Imported", tone: "good" },
  unchanged: { words: "Already here", tone: "quiet" },
  refused: { words: "Refused", tone: "bad" },
  failed: { words: "Not imported", tone: "bad" },
  needs_choice: { words: "Needs your choice", tone: "waits" },
  split: { words: "One workspace each", tone: "good" },
  reverted: { words: "Taken back", tone: "quiet" },
};

export const FILE_STATUS: Record<ImportFile["status"], { words: string; tone: Tone }> = {
  loaded: { words: "Loaded", tone: "good" },
  unchanged: { words: "Already here", tone: "quiet" },
  quarantined: { words: "Not recognised", tone: "waits" },
  refused: { words: "Refused", tone: "bad" },
  left_out: { words: "Left out", tone: "quiet" },
  pending: { words: "Waiting", tone: "quiet" },
};

const ORDER: (keyof typeof FILE_STATUS)[] = [
  "refused",
  "quarantined",
  "pending",
  "loaded",
  "unchanged",
  "left_out",
];

/** What needs a person first; otherwise as the folder had it. */
export const inOrder = (files: ImportFile[]) =>
  [...files].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.name.localeCompare(b.name),
  );
