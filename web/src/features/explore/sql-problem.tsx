import { ApiError } from "@/api/errors";
import { Failed } from "@/ui/state";

/** What to do about a refusal, where its own sentence does not say. */
const HELP: Record<string, string> = {
  "sql.deadline":
    "Ask for fewer days, group earlier, or join fewer rows. Nothing else was held up.",
  "sql.memory": "Group earlier or choose fewer columns.",
  "sql.result_too_large": "Choose fewer columns or shorten long texts with left(…).",
  "sql.busy": "Wait for a statement that is running, then run this one again.",
  "sql.crashed": "Nothing was changed. A simpler statement usually runs.",
  "sql.unknown_table": "The tables and their columns are listed beside the editor.",
  "sql.unknown_column": "The columns of each table are listed beside the editor.",
  "sql.too_complex": "Name the parts with WITH … AS (…), or split it into two statements.",
};

/** Why a statement did not run: the reason, what to do, and the code to search the guide for. */
export function SqlProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const refused = error instanceof ApiError && error.code.startsWith("sql.");
  if (!refused) return <Failed error={error} what="The rows" onRetry={onRetry} />;
  return (
    <div role="alert" className="rounded-card border border-line bg-bad-wash px-4 py-3">
      <p className="text-pretty font-medium">{error.message}</p>
      <p className="mt-1 text-pretty text-soft">
        {HELP[error.code]} <code className="font-mono text-12">{error.code}</code>
      </p>
    </div>
  );
}
