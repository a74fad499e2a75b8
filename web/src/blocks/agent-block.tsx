"use client";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import type {
  Answer,
  Approval,
  Block,
  Change,
  Insight,
  Kpi,
  PlanStep,
  ServerToolResult,
  TeamMessage,
} from "@/api/types";
import { AnswerChart } from "./answer-chart";
import { chartOfAnswer, dataOfAnswer } from "./answer-data";
import { ApprovalCard } from "./approval-card";
import { ChangeView } from "./change-view";
import { DiffView } from "./diff-view";
import { KpiList } from "./kpi-list";
import { MessageCard } from "./message-card";
import { PlanList } from "./plan-list";
import { RecordTable, type Rows } from "./record-table";
import { useBetters } from "./use-betters";

const InsightDigest = dynamic(() => import("./insight-digest").then((m) => m.InsightDigest));
const ForeignView = dynamic(() => import("./foreign-view").then((m) => m.ForeignView));

type Data = Record<string, unknown>;

/** The answer of a question, where a block holds one. */
export const answerOf = ({ data }: { data: Data }): Answer | null =>
  Array.isArray(data.columns) && Array.isArray(data.rows) ? (data as unknown as Answer) : null;

function AnswerBlock({ answer }: { answer: Answer }) {
  const data = useMemo(() => dataOfAnswer(answer), [answer]);
  const chart = useMemo(() => chartOfAnswer(answer), [answer]);
  const betterOf = useBetters(data.previous !== null);
  if (data.rows.length === 0) return null;
  return <AnswerChart data={data} chart={chart} betterOf={betterOf} label={answer.prompt} />;
}

/** What a tool of others gave, where a view of theirs draws it. */
function Foreign({ data }: { data: Data }) {
  const result = data as unknown as ServerToolResult;
  return result.view ? <ForeignView result={result} view={result.view} /> : null;
}

const isForeign = ({ view, tool }: Data) =>
  typeof view === "object" && view !== null && typeof tool === "string";

function listed(data: Data): Rows {
  const list = Object.values(data).find(Array.isArray) ?? [];
  return list.filter((row) => typeof row === "object" && row !== null);
}

function Figures({ block }: { block: Extract<Block, { type: "metric" | "chart" | "table" }> }) {
  const answer = answerOf(block);
  if (answer) return <AnswerBlock answer={answer} />;
  if (isForeign(block.data)) return <Foreign data={block.data} />;
  const rows = listed(block.data);
  if (rows.length === 0) return null;
  if (block.type === "metric") return <KpiList items={rows as unknown as Kpi[]} />;
  return <RecordTable rows={rows} label={block.title ?? "Rows"} />;
}

function Asking({ data }: { data: Data }) {
  if (typeof data.digest !== "string") return null;
  if ("preview" in data) return <ApprovalCard approval={data as unknown as Approval} />;
  return <MessageCard message={data as unknown as TeamMessage} />;
}

/** One of the closed set of blocks that an answer is made of; what is not known is left out. */
export function AgentBlock({ block }: { block: Block }) {
  switch (block.type) {
    case "text":
      return <p className="text-pretty whitespace-pre-wrap">{block.text}</p>;
    case "metric":
    case "chart":
    case "table":
      return <Figures block={block} />;
    case "plan":
      return <PlanList steps={listed(block.data) as unknown as PlanStep[]} />;
    case "diff":
      return <DiffView changes={listed(block.data) as never} />;
    case "approval":
      return <Asking data={block.data} />;
    case "insight":
      return Array.isArray(block.data.parts) ? (
        <InsightDigest insight={block.data as unknown as Insight} />
      ) : (
        <ChangeView change={block.data as unknown as Change} />
      );
    default:
      return null;
  }
}

/**
 * What stands below a text: not what the text itself says, and a message once, as it is last:
 * drafted and then sent is sent.
 */
export function shownBlocks(text: string, blocks: readonly Block[]): Block[] {
  const ids = blocks.map((block) =>
    block.type === "approval" && typeof block.data.id === "string" ? block.data.id : null,
  );
  return blocks.filter((block, at) => {
    if (block.type === "text") return !text.includes(block.text);
    const id = ids[at] ?? null;
    return id === null || ids.lastIndexOf(id) === at;
  });
}
