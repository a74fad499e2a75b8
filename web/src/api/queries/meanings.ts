import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { download } from "@/api/download";
import { meaningsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { EntryChange, EntrySearch, LifetimeChange, TemplateSearch } from "@/api/types";

export const PER_PAGE = 25;

const textOf = (search: object) =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(([name, value]) => [name, String(value)]),
  );

export function useEntries(search: EntrySearch, page: number) {
  const query = { ...search, limit: PER_PAGE, offset: page * PER_PAGE };
  return useQuery({
    queryKey: [...meaningsKey(useWorkspace().id), "entries", query],
    queryFn: () => unwrap(api.GET("/api/v1/prompt-cache", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function useTemplates(search: TemplateSearch, page: number) {
  const query = { ...search, limit: PER_PAGE, offset: page * PER_PAGE };
  return useQuery({
    queryKey: [...meaningsKey(useWorkspace().id), "templates", query],
    queryFn: () => unwrap(api.GET("/api/v1/sql-templates", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

const useLifetimesKey = () => [...meaningsKey(useWorkspace().id), "lifetimes"];

export function useLifetimes() {
  return useQuery({
    queryKey: useLifetimesKey(),
    queryFn: () => unwrap(api.GET("/api/v1/prompt-cache/lifetimes")),
  });
}

export function useSetLifetime() {
  const client = useQueryClient();
  const all = meaningsKey(useWorkspace().id);
  const queryKey = useLifetimesKey();
  return useMutation({
    mutationFn: (body: LifetimeChange) =>
      unwrap(api.PUT("/api/v1/prompt-cache/lifetimes", { body })),
    onSuccess: (lifetimes) => {
      client.setQueryData(queryKey, lifetimes);
      // When entries expire has changed with it.
      return client.invalidateQueries({ queryKey: [...all, "entries"] });
    },
  });
}

/** Saves what is listed, all pages of it, as a file. */
export function useListDownload(path: "/prompt-cache.csv" | "/sql-templates.csv", search: object) {
  const { slug } = useWorkspace();
  const name = `${path.slice(1, -4)}-${slug}.csv`;
  return useMutation({ mutationFn: () => download(path, textOf(search), name) });
}

export function useEntryActions() {
  const client = useQueryClient();
  const queryKey = meaningsKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const path = (id: string) => ({ params: { path: { entry_id: id } } });
  const change = useMutation({
    mutationFn: ({ id, ...body }: EntryChange & { id: string }) =>
      unwrap(api.PATCH("/api/v1/prompt-cache/{entry_id}", { ...path(id), body })),
    onSettled,
  });
  const forget = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/v1/prompt-cache/{entry_id}", path(id))),
    onSettled,
  });
  const rebuild = useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/prompt-cache/rebuild")),
    onSettled,
  });
  return { change, forget, rebuild };
}
