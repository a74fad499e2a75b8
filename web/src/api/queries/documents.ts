import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";

/** The library that search reads, newest first. */
export function useDocuments() {
  return useQuery({
    queryKey: [...documentsKey(useWorkspace().id), "list"],
    queryFn: async () => (await unwrap(api.GET("/api/v1/documents"))).items,
  });
}

/** Passages about something; nothing is asked before two letters are typed. */
export function useSearch(q: string) {
  return useQuery({
    queryKey: [...documentsKey(useWorkspace().id), "search", q],
    queryFn: () => unwrap(api.GET("/api/v1/search", { params: { query: { q, limit: 10 } } })),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });
}

export function useRemoveDocument() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useMutation({
    mutationFn: (document_id: string) =>
      unwrap(api.DELETE("/api/v1/documents/{document_id}", { params: { path: { document_id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: documentsKey(id) }),
  });
}
