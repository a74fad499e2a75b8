import type { PathFile } from "@/lib/dropped-files";
import { callHeaders } from "./client";
import { ApiError, noAnswer, problemToError } from "./errors";
import type { Import, LibraryDocument } from "./types";

export interface Upload<T = Import> {
  promise: Promise<T>;
  cancel: () => void;
}

/** One key per upload, so that a retried request is answered and not read twice. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function settle<T>(
  request: XMLHttpRequest,
  resolve: (item: T) => void,
  reject: (e: ApiError) => void,
) {
  request.onload = () => {
    const body = parse(request.responseText);
    if (request.status >= 200 && request.status < 300 && body) resolve(body as T);
    else reject(problemToError(request.status, body));
  };
  request.onerror = () => reject(noAnswer());
  request.onabort = () =>
    reject(new ApiError(0, "cancelled", "Upload stopped. Nothing was kept.", true, null));
}

/**
 * XMLHttpRequest, because `fetch` cannot tell how much of a
 * body has left. `onProgress` gets a fraction from 0 to 1.
 */
function send<T>(path: string, form: FormData, onProgress: (fraction: number) => void): Upload<T> {
  const request = new XMLHttpRequest();
  const promise = new Promise<T>((resolve, reject) => settle(request, resolve, reject));
  request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
  request.open("POST", path);
  const headers = {
    ...callHeaders("POST"),
    "Idempotency-Key": newKey(),
    Accept: "application/json",
  };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(form);
  return { promise, cancel: () => request.abort() };
}

/** Sends an import: files with their relative paths. */
export function uploadFiles(files: PathFile[], onProgress: (fraction: number) => void): Upload {
  const form = new FormData();
  for (const { path, file } of files) form.append("files", file, path);
  return send("/api/v1/imports", form, onProgress);
}

/** Sends a document to the library, or an attachment for the next message. */
export function uploadDocument(
  where: "documents" | "attachments",
  file: File,
  onProgress: (fraction: number) => void,
): Upload<LibraryDocument> {
  const form = new FormData();
  form.append("file", file, file.name);
  return send(`/api/v1/${where}`, form, onProgress);
}
