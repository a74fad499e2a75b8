/**
 * The shapes screens work with, read off the generated schema by route, so that a changed answer
 * shows up here as a type error and not in a browser.
 */
import type { components, paths } from "./schema";

type Json<Response> = Response extends { content: { "application/json": infer Body } }
  ? Body
  : never;
type Operation<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method];
type Ok<Path extends keyof paths, Method extends keyof paths[Path]> =
  Operation<Path, Method> extends { responses: infer Responses }
    ? Json<Responses[keyof Responses & (200 | 201 | 202)]>
    : never;

export type Session = Ok<"/api/v1/session", "get">;
export type Workspace = Session["workspaces"][number];
export type Role = Workspace["role"];

export type Summary = Ok<"/api/v1/summary", "get">;
export type Section = Summary["sections"][number];
export type Kpi = Section["tiles"][number];
export type Point = Kpi["series"][number];
export type KpiSql = Ok<"/api/v1/kpis/{key}/sql", "get">;
export type KpiRows = Ok<"/api/v1/kpis/{key}/rows", "get">;
export type KpiLineage = Ok<"/api/v1/kpis/{key}/lineage", "get">;

export type Import = Ok<"/api/v1/imports/{import_id}", "get">;
export type ImportFile = Import["files"][number];
export type ImportStore = Import["stores"][number];
export type SplitChoice =
  Operation<"/api/v1/imports/{import_id}/split", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type Rejections = Ok<"/api/v1/imports/{import_id}/files/{file_id}/rejections", "get">;

export type Member = Ok<"/api/v1/members", "get">["items"][number];
export type ApiKey = Ok<"/api/v1/api-keys", "get">["items"][number];
export type Frame = Ok<"/api/v1/frames", "get">["items"][number];
export type AppAsks = Ok<"/api/v1/connect", "get">;
export type ConnectedApp = Ok<"/api/v1/connected-apps", "get">["items"][number];
export type Push = Ok<"/api/v1/a2a/pushes", "get">["items"][number];
export type AlertSettings = Ok<"/api/v1/alerts/settings", "get">;
export type AlertSettingsPut =
  Operation<"/api/v1/alerts/settings", "put"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type AlertDelivery = Ok<"/api/v1/alerts/settings/deliveries", "get">["items"][number];
export type Webhook = Ok<"/api/v1/webhooks", "get">["items"][number];
export type WebhookTopic = Webhook["topics"][number];
export type WebhookWithSecret = Ok<"/api/v1/webhooks", "post">;
export type WebhookDelivery = Ok<
  "/api/v1/webhooks/{webhook_id}/deliveries",
  "get"
>["items"][number];
export type Costs = Ok<"/api/v1/insights/settings/costs", "get">;
export type CostRule = Costs["rules"][number];
export type StockSettings = Ok<"/api/v1/insights/settings/inventory", "get">;
export type CostsWrite = components["schemas"]["CostSettingsWrite"];
export type Job = Ok<"/api/v1/jobs", "get">["items"][number];
export type LibraryDocument = Ok<"/api/v1/documents", "get">["items"][number];
export type SearchResults = Ok<"/api/v1/search", "get">;
export type SearchHit = SearchResults["items"][number];
export type Attachment = components["schemas"]["Attachment"];
export type RemoteAgent = Ok<"/api/v1/agents/remote", "get">["items"][number];
export type ToolServer = Ok<"/api/v1/agents/servers", "get">["items"][number];
export type ServerToolResult = Ok<
  "/api/v1/agents/servers/{server_id}/tools/{tool}/view/calls",
  "post"
>;
export type ServerTool = ToolServer["tools"][number];

export type Answer = Ok<"/api/v1/ask", "post">;
export type AskHistory = Ok<"/api/v1/ask/history", "get">;
export type MetricCatalogue = Ok<"/api/v1/metrics", "get">;
export type QueryAnswer = Ok<"/api/v1/query", "post">;
export type SemanticQuery = QueryAnswer["query"];
export type SqlAnswer = Ok<"/api/v1/sql", "post">;
export type SqlSchema = Ok<"/api/v1/sql/schema", "get">;
type AskBody =
  Operation<"/api/v1/ask", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type QuestionChange = NonNullable<AskBody["change"]>;
export type Question = NonNullable<Answer["question"]>;
export type SavedQuestion = Ok<"/api/v1/saved-questions", "get">["items"][number];
export type SavedQuestionBody =
  Operation<"/api/v1/saved-questions", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;

export type Widget = Ok<"/api/v1/widgets", "get">["items"][number];
export type WidgetData = Ok<"/api/v1/widgets/data", "get">["items"][number];
export type SavedAnswer = NonNullable<WidgetData["answer"]>;

type Search<Path extends keyof paths> =
  Operation<Path, "get"> extends { parameters: { query?: infer Query } }
    ? NonNullable<Query>
    : never;

export type PromptEntry = Ok<"/api/v1/prompt-cache", "get">["items"][number];
export type EntrySearch = Search<"/api/v1/prompt-cache">;
export type Lifetime = Ok<"/api/v1/prompt-cache/lifetimes", "get">["items"][number];
export type LifetimeChange =
  Operation<"/api/v1/prompt-cache/lifetimes", "put"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type EntryChange =
  Operation<"/api/v1/prompt-cache/{entry_id}", "patch"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type SqlTemplate = Ok<"/api/v1/sql-templates", "get">["items"][number];
export type TemplateSearch = Search<"/api/v1/sql-templates">;

export type Run = Ok<"/api/v1/runs/{run_id}", "get">;
export type RunRequest =
  Operation<"/api/v1/runs", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type PlanStep = NonNullable<Run["plan"]>[number];
export type RunPayload = components["schemas"]["RunPayload"];
export type Thread = Ok<"/api/v1/threads", "get">["items"][number];
export type ThreadDetail = Ok<"/api/v1/threads/{thread_id}", "get">;
export type ThreadMessage = ThreadDetail["messages"][number];
export type Block = ThreadMessage["blocks"][number];
export type Approval = Ok<"/api/v1/approvals/{approval_id}", "get">;
export type Change = components["schemas"]["Change"];
export type TeamMessage = Ok<"/api/v1/messages/{message_id}", "get">;
export type InboxMail = Ok<"/api/v1/inbox/{mail_id}", "get">;

export type Automation = Ok<"/api/v1/automations/{automation_id}", "get">;
export type AutomationRun = Ok<"/api/v1/automations/{automation_id}/runs", "get">["items"][number];
export type Compliance = Ok<"/api/v1/automations/{automation_id}/check", "get">;
export type AutomationBody =
  Operation<"/api/v1/automations", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type Trigger = AutomationBody["trigger"];

export type Insight = Ok<"/api/v1/insights/{name}", "get">;
export type InsightPart = Insight["parts"][number];
export type InsightColumn = InsightPart["columns"][number];
export type InsightOption = Insight["options"][number];
export type Report = Ok<"/api/v1/reports/{report_id}", "get">;
export type ReportHead = Ok<"/api/v1/reports", "get">["items"][number];
export type ReportBody =
  Operation<"/api/v1/reports", "post"> extends {
    requestBody: { content: { "application/json": infer Body } };
  }
    ? Body
    : never;
export type InsightInfo = Ok<"/api/v1/insights", "get">["items"][number];
export type InsightAsk = NonNullable<
  Operation<"/api/v1/insights/{name}", "get">["parameters"]["query"]
>;
export type SegmentRules = components["schemas"]["SegmentRules"];
export type SegmentRule = SegmentRules["groups"][number]["rules"][number];
export type SegmentPreview = Ok<"/api/v1/segments/preview", "post">;
export type Segment = Ok<"/api/v1/segments", "get">["items"][number];
export type SegmentCounted = Ok<"/api/v1/segments/{segment_id}", "get">;
export type SegmentExport = components["schemas"]["SegmentExport"];
export type SegmentBody = components["schemas"]["SegmentBody"];
export type SegmentTemplate = Ok<"/api/v1/segments/templates", "get">["items"][number];
export type SegmentHistory = Ok<"/api/v1/segments/{segment_id}/history", "get">;
export type SegmentOverlaps = Ok<"/api/v1/segments/overlap", "post">;
export type Alerts = Ok<"/api/v1/alerts", "get">;
export type Alert = Alerts["items"][number];
export type AlertDetail = Ok<"/api/v1/alerts/{alert_id}", "get">;
