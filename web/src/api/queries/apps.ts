import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useWorkspace } from "@/api/session";
import type { Role } from "@/api/types";

export interface AppRequest {
  client_id: string;
  redirect_uri: string;
  response_type: string;
  code_challenge: string;
  code_challenge_method: string;
  state: string;
  scope: string;
  resource: string[];
}

/** What an app asks by way of the address that it sent the browser to. */
export function appRequestOf(search: string): AppRequest {
  const query = new URLSearchParams(search);
  const read = (name: Exclude<keyof AppRequest, "resource">) => query.get(name) ?? "";
  return {
    client_id: read("client_id"),
    redirect_uri: read("redirect_uri"),
    response_type: read("response_type"),
    code_challenge: read("code_challenge"),
    code_challenge_method: read("code_challenge_method"),
    state: read("state"),
    scope: read("scope"),
    resource: query.getAll("resource"),
  };
}

/** Who asks for what. Looked at once: each look is counted. */
export const useAppRequest = (request: AppRequest | null, enabled: boolean) =>
  useQuery({
    queryKey: ["app-request", request],
    queryFn: () => unwrap(api.GET("/api/v1/connect", { params: { query: request ?? undefined } })),
    enabled: enabled && request !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export interface AppChoice {
  workspace_id: string;
  role: Role;
}

export const useDecideApp = (request: AppRequest) =>
  useMutation({
    mutationFn: (choice: AppChoice | null) =>
      unwrap(
        api.POST("/api/v1/connect", {
          body: { request, approved: choice !== null, ...choice },
        }),
      ),
    onSuccess: ({ redirect_to }) => window.location.assign(redirect_to),
  });

const appsKey = (workspaceId: string) => ["connected-apps", workspaceId] as const;

export function useConnectedApps() {
  return useQuery({
    queryKey: appsKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/connected-apps")),
  });
}

export function useDisconnectApp() {
  const client = useQueryClient();
  const queryKey = appsKey(useWorkspace().id);
  return useMutation({
    mutationFn: (app_id: string) =>
      unwrap(api.DELETE("/api/v1/connected-apps/{app_id}", { params: { path: { app_id } } })),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
