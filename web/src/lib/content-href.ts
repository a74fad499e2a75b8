/** Where a document opens: a plain link cannot send a header, so it names the workspace. */
export const contentHref = (documentId: string, workspaceId: string) =>
  `/api/v1/documents/${documentId}/content?workspace=${encodeURIComponent(workspaceId)}`;
