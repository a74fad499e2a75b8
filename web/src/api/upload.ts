import type { PathFile } from "@/lib/dropped-files";
import { callHeaders } from "./client";
import { ApiError, noAnswer, problemToError } from "./errors";
import type { Import } from "./types";

export interface Upload {
  promise: Promise<Import>;
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

function settle(
  request: XMLHttpRequest,
  resolve: (item: Import) => void,
  reject: (e: ApiError) => void,
) {
  request.onload = () => {
    const body = parse(request.responseText);
    if (request.status >= 200 && request.status < 300 && body) resolve(body as Import);
    else reject(problemToError(request.status, body));
  };
  request.onerror = () => reject(noAnswer());
  request.onabort = () =>
    reject(new ApiError(0, "cancelled", "Upload stopped. Nothing was imported.", true, null));
}

/**
 * Sends files with their relative paths. XMLHttpRequest, because `fetch` cannot tell how much of a
 * body has left. `onProgress` gets a fraction from 0 to 1.
 */
export function uploadFiles(files: PathFile[], onProgress: (fraction: number) => void): Upload {
  const form = new FormData();
  for (const { path, file } of files) form.append("files", file, path);
  const request = new XMLHttpRequest();
  const promise = new Promise<Import>((resolve, reject) => settle(request, resolve, reject));
  request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
  request.open("POST", "/api/v1/imports");
  const headers = {
    ...callHeaders("POST"),
    "Idempotency-Key": newKey(),
    Accept: "application/json",
  };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(form);
  return { promise, cancel: () => request.abort() };
}
