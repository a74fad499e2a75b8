/** What was dropped or picked, flattened to files that remember where in the folder they stood. */
export interface PathFile {
  path: string;
  file: File;
}

/** Litter that operating systems leave in folders; nobody means to import it. */
const LITTER = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

export const isWanted = ({ path }: { path: string }) => !LITTER.test(path);

const trimmed = (path: string) => path.replace(/^\/+/, "");

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

const nextEntries = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

/** Browsers hand out a folder in batches of a hundred and end with an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await nextEntries(reader);
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

async function walk(entry: FileSystemEntry): Promise<PathFile[]> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return [{ path: trimmed(entry.fullPath), file }];
  }
  const children = await entriesOf(entry as FileSystemDirectoryEntry);
  const found = await Promise.all(children.map(walk));
  return found.flat();
}

/**
 * Files of a drop, folders walked to the bottom. The entries must be taken before the first `await`:
 * the browser empties the list once the drop event has ended.
 */
export async function filesOfDrop(items: DataTransferItemList): Promise<PathFile[]> {
  const taken = [...items].filter((item) => item.kind === "file");
  const entries = taken.map((item) => item.webkitGetAsEntry());
  const loose = taken.map((item) => item.getAsFile());
  const found = await Promise.all(
    entries.map((entry, index) => {
      const file = loose[index];
      if (entry) return walk(entry);
      return file ? [{ path: file.name, file }] : [];
    }),
  );
  return found.flat().filter(isWanted);
}

export const filesOfInput = (list: FileList): PathFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(isWanted);
