/** Where a document opens: a plain link cannot send a header, so it names the workspace. */
export const contentHref = (documentId: string, workspaceId: string) =>
  `/api/v1/documents/${documentId}/content?workspace=${encodeURIComponent(workspaceId)}`;

/** The page of a view of others, for a frame. It changes with what was pinned, so that no frame keeps an old one. */
export const viewHref = (
  view: { server_id: string; tool: string; sha256: string },
  workspaceId: string,
) =>
  `/api/v1/agents/servers/${view.server_id}/tools/${encodeURIComponent(view.tool)}/view?workspace=${encodeURIComponent(workspaceId)}&page=${view.sha256}`;
