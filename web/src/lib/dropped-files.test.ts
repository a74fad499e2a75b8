import { describe, expect, it } from "vitest";
import { filesOfDrop, filesOfInput } from "./dropped-files";

const fileEntry = (fullPath: string) => ({
  isFile: true,
  fullPath,
  file: (done: (file: File) => void) => done(new File(["x"], fullPath.split("/").at(-1) ?? "")),
});

const folderEntry = (fullPath: string, batches: unknown[][]) => ({
  isFile: false,
  fullPath,
  createReader: () => {
    const left = [...batches, []];
    return { readEntries: (done: (entries: unknown[]) => void) => done(left.shift() ?? []) };
  },
});

const drop = (...entries: unknown[]) =>
  entries.map((entry) => ({
    kind: "file",
    webkitGetAsEntry: () => entry,
    getAsFile: () => null,
  })) as unknown as DataTransferItemList;

describe("a dropped folder", () => {
  it("is walked to the bottom, past the first batch, keeping paths", async () => {
    const sales = folderEntry("/Store/sales", [[fileEntry("/Store/sales/b.csv")]]);
    const root = folderEntry("/Store", [[fileEntry("/Store/a.csv")], [sales]]);
    const found = await filesOfDrop(drop(root, fileEntry("/loose.zip")));
    expect(found.map(({ path }) => path)).toEqual([
      "Store/a.csv",
      "Store/sales/b.csv",
      "loose.zip",
    ]);
  });
  it("leaves litter out", async () => {
    const root = folderEntry("/Store", [
      [
        fileEntry("/Store/.DS_Store"),
        fileEntry("/Store/__MACOSX/a.csv"),
        fileEntry("/Store/a.csv"),
      ],
    ]);
    expect(await filesOfDrop(drop(root))).toHaveLength(1);
  });
  it("passes a failing file on, instead of importing half a folder", async () => {
    const broken = {
      ...fileEntry("/a.csv"),
      file: (_: unknown, fail: (e: Error) => void) => fail(new Error("gone")),
    };
    await expect(filesOfDrop(drop(broken))).rejects.toThrow("gone");
  });
});

describe("picked files", () => {
  it("keep the folder they were picked with", () => {
    const file = new File(["x"], "orders.csv");
    Object.defineProperty(file, "webkitRelativePath", { value: "Store/orders.csv" });
    const list = [file, new File(["x"], "plain.csv")] as unknown as FileList;
    expect(filesOfInput(list).map(({ path }) => path)).toEqual(["Store/orders.csv", "plain.csv"]);
  });
});
