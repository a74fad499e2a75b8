/** Query keys that more than one place needs, so that an event can say which answers are stale. */
export const sessionKey = ["session"] as const;
export const summaryKey = (workspaceId: string) => ["summary", workspaceId] as const;
export const kpiKey = (workspaceId: string) => ["kpi", workspaceId] as const;
export const importsKey = (workspaceId: string) => ["imports", workspaceId] as const;
export const askKey = (workspaceId: string) => ["ask", workspaceId] as const;
export const savedKey = (workspaceId: string) => ["saved-questions", workspaceId] as const;
export const widgetsKey = (workspaceId: string) => ["widgets", workspaceId] as const;
export const agentKey = (workspaceId: string) => ["agent", workspaceId] as const;
export const approvalsKey = (workspaceId: string) => ["approvals", workspaceId] as const;
export const mailKey = (workspaceId: string) => ["mail", workspaceId] as const;
export const documentsKey = (workspaceId: string) => ["documents", workspaceId] as const;
export const insightsKey = (workspaceId: string) => ["insights", workspaceId] as const;
export const insightListKey = (workspaceId: string) =>
  [...insightsKey(workspaceId), "list"] as const;
export const reportsKey = (workspaceId: string) => ["reports", workspaceId] as const;
export const alertsKey = (workspaceId: string) => ["alerts", workspaceId] as const;
export const alertKey = (workspaceId: string, id: string) => ["alert", workspaceId, id] as const;
export const meaningsKey = (workspaceId: string) => ["meanings", workspaceId] as const;

/** Widgets being changed: until that is kept, what the server shows is older. */
export const CHANGE_BOARD = ["change-board"] as const;
export const ARRANGE = [...CHANGE_BOARD, "arrange"] as const;

/** Alerts being changed, likewise. */
export const CHANGE_ALERT = ["change-alert"] as const;
