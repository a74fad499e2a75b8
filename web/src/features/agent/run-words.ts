import type { Run } from "@/api/types";
import { formatSeconds } from "@/lib/format";

const WAITING: Record<NonNullable<Run["waiting_for"]>, string> = {
  plan: "Waits: plan",
  approval: "Waits: approval",
  client: "Waits: page",
};

const STATUS: Record<Run["status"], string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waits",
  completed: "Done",
  failed: "Failed",
  cancelled: "Stopped",
};

const SOURCES: Record<Run["source"], string> = {
  web: "This app",
  a2a: "A2A",
  mcp: "MCP",
  agui: "AG-UI",
  vercel: "AI SDK",
  realtime: "Realtime",
  langchain: "LangChain",
  api: "REST",
  automation: "Automation",
};

export const statusWords = ({ status, waiting_for }: Run) =>
  waiting_for ? WAITING[waiting_for] : STATUS[status];

export const sourceWords = ({ source }: Run) => SOURCES[source];

/** What a run took: time, and money where a model was paid. A price that is not known is said. */
export function costWords({ spent }: Run): string {
  const took = formatSeconds(spent.seconds ?? 0);
  if (spent.money === null) return `${took}, price not known`;
  const money = Number(spent.money ?? 0);
  return money === 0 ? `${took}, no cost` : `${took}, $${money.toFixed(money < 0.01 ? 4 : 2)}`;
}
