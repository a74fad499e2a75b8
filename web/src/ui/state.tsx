import type { ReactNode } from "react";
import { Button } from "./button";

interface StateProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  live?: boolean;
}

/** A page or panel that has nothing to show yet, and says what to do about it. */
export function Notice({ title, children, actions, live }: StateProps) {
  return (
    <div
      role={live ? "alert" : undefined}
      className="rounded-card border border-line bg-surface px-6 py-7"
    >
      <h2 className="text-18 font-medium leading-snug tracking-[-0.01em]">{title}</h2>
      <div className="mt-1.5 max-w-[56ch] text-pretty text-soft">{children}</div>
      {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}

interface Failure extends Error {
  /** 0: nobody answered, and the message says what that means. */
  status?: number;
  errorId?: string | null;
}

interface FailedProps {
  error: Failure;
  /** What could not be shown: "The summary". */
  what: string;
  onRetry?: () => void;
}

/** A failed request: what happened, what is safe, what to do. A refusal is told apart from a fault. */
export function Failed({ error, what, onRetry }: FailedProps) {
  if (error.status === 403) {
    return (
      <Notice title="You can’t see this here" live>
        Your role in this workspace does not include it. An owner or admin can change your role
        under Settings, Members.
      </Notice>
    );
  }
  const retry = onRetry && (
    <Button look="outline" onClick={onRetry}>
      Try again
    </Button>
  );
  return (
    <Notice title={`${what} could not be loaded`} live actions={retry}>
      <p>{error.message}</p>
      {error.status !== 0 && (
        <p className="mt-1 text-12 text-faint">
          Your data is unchanged.{error.errorId && ` Error id ${error.errorId}.`}
        </p>
      )}
    </Notice>
  );
}
