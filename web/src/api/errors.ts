interface Problem {
  status?: number;
  title?: string;
  detail?: unknown;
  code?: string;
  retryable?: boolean;
  error_id?: string;
  details?: Record<string, unknown>;
}

/** A refused or failed request, in words that are safe to show. `status` 0 means nobody answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    readonly errorId: string | null,
    /** What the error adds for programs: the place in a statement, a version. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** What the server says for programs, said for the person in front of the page. */
const WORDS: Record<string, string> = {
  csrf: "You signed in again in another tab meanwhile. Nothing was changed; try once more.",
};

const isProblem = (body: unknown): body is Problem => typeof body === "object" && body !== null;

export function problemToError(status: number, body: unknown): ApiError {
  const problem = isProblem(body) ? body : {};
  const detail = typeof problem.detail === "string" ? problem.detail : problem.title;
  return new ApiError(
    status,
    problem.code ?? `http_${status}`,
    WORDS[problem.code ?? ""] ?? detail ?? `The server answered with status ${status}.`,
    problem.retryable ?? status >= 500,
    problem.error_id ?? null,
    problem.details ?? {},
  );
}

export const noAnswer = () =>
  new ApiError(
    0,
    "no_answer",
    "The server did not answer. Nothing was changed; check that it is running, then try again.",
    true,
    null,
  );

export const isStatus = (error: unknown, status: number) =>
  error instanceof ApiError && error.status === status;
