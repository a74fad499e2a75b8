import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { savedKey, widgetsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { SavedQuestionBody } from "@/api/types";

/** Questions and statements that people of this store keep, by name. */
export function useSaved() {
  return useQuery({
    queryKey: savedKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/saved-questions")),
  });
}

export type Shelf = "question" | "widget";

/** Keeps what is asked under a name: among the questions, or as a widget on Summary. */
export function useSave() {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return useMutation({
    mutationFn: ({ shelf, body }: { shelf: Shelf; body: SavedQuestionBody }): Promise<unknown> =>
      shelf === "widget"
        ? unwrap(api.POST("/api/v1/widgets", { body: { ...body, pinned: true } }))
        : unwrap(api.POST("/api/v1/saved-questions", { body })),
    onSuccess: (_, { shelf }) =>
      client.invalidateQueries({ queryKey: shelf === "widget" ? widgetsKey(id) : savedKey(id) }),
  });
}

/** Deleting can be taken back for thirty days. */
export function useSavedActions() {
  const client = useQueryClient();
  const queryKey = savedKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const params = (question_id: string) => ({ params: { path: { question_id } } });
  const remove = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE("/api/v1/saved-questions/{question_id}", params(id))),
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST("/api/v1/saved-questions/{question_id}/restore", params(id))),
    onSettled,
  });
  return { remove, restore };
}
