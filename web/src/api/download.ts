import { callHeaders } from "./client";
import { noAnswer, problemToError } from "./errors";

/** Hands text or bytes to the browser's own download. */
export function saveAs(name: string, content: Blob) {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Fetches a file with the headers a plain link could not send, then saves it. */
export async function download(path: string, query: Record<string, string>, name: string) {
  const url = `/api/v1${path}?${new URLSearchParams(query)}`;
  const response = await fetch(url, { headers: callHeaders("GET") }).catch(() => {
    throw noAnswer();
  });
  if (!response.ok) throw problemToError(response.status, await response.json().catch(() => null));
  saveAs(name, await response.blob());
}
