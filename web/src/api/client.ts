import createClient, { type Middleware } from "openapi-fetch";
import { noAnswer, problemToError } from "./errors";
import type { paths } from "./schema";

/** What every call carries besides the cookie. Set once the session is known. */
const credentials: { workspaceId: string | null; csrfToken: string | null } = {
  workspaceId: null,
  csrfToken: null,
};

export function setCredentials(next: Partial<typeof credentials>) {
  Object.assign(credentials, next);
}

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

export function callHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (credentials.workspaceId) headers["X-Workspace"] = credentials.workspaceId;
  if (credentials.csrfToken && !SAFE_METHODS.includes(method)) {
    headers["X-CSRF-Token"] = credentials.csrfToken;
  }
  return headers;
}

const carryCredentials: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(callHeaders(request.method))) {
      if (!request.headers.has(name)) request.headers.set(name, value);
    }
    return request;
  },
};

export const api = createClient<paths>({ credentials: "same-origin" });
api.use(carryCredentials);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; anything else is thrown as an `ApiError`. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw noAnswer();
  }
  if (!answer.response.ok) throw problemToError(answer.response.status, answer.error);
  return answer.data as T;
}
