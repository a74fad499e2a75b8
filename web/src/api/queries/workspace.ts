import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { sessionKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Member, Role } from "@/api/types";

export function useUpdateWorkspace() {
  const client = useQueryClient();
  const workspace = useWorkspace();
  return useMutation({
    mutationFn: (body: { name?: string; four_eyes?: boolean }) =>
      unwrap(
        api.PATCH("/api/v1/workspaces/{workspace_id}", {
          params: { path: { workspace_id: workspace.id } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  });
}

export interface NewWorkspace {
  name: string;
  timezone: string;
  currency: string;
}

export function useCreateWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewWorkspace) => unwrap(api.POST("/api/v1/workspaces", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  });
}

const membersKey = (workspaceId: string) => ["members", workspaceId] as const;

export function useMembers() {
  return useQuery({
    queryKey: membersKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/members")),
  });
}

export interface NewMember {
  name: string;
  email: string;
  role: Role;
}

export function useMemberActions() {
  const client = useQueryClient();
  const queryKey = membersKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const add = useMutation({
    mutationFn: (body: NewMember) => unwrap(api.POST("/api/v1/members", { body })),
    onSettled,
  });
  const change = useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      unwrap(
        api.PATCH("/api/v1/members/{user_id}", {
          params: { path: { user_id: userId } },
          body: { role },
        }),
      ),
    onSettled,
  });
  const renew = useMutation({
    mutationFn: (member: Member) =>
      unwrap(
        api.POST("/api/v1/members/{user_id}/invitation", {
          params: { path: { user_id: member.user_id } },
        }),
      ),
  });
  const remove = useMutation({
    mutationFn: (userId: string) =>
      unwrap(api.DELETE("/api/v1/members/{user_id}", { params: { path: { user_id: userId } } })),
    onSettled,
  });
  return { add, change, renew, remove };
}

const keysKey = (workspaceId: string) => ["api-keys", workspaceId] as const;

export function useApiKeys() {
  return useQuery({
    queryKey: keysKey(useWorkspace().id),
    queryFn: () => unwrap(api.GET("/api/v1/api-keys")),
  });
}

export function useApiKeyActions() {
  const client = useQueryClient();
  const queryKey = keysKey(useWorkspace().id);
  const onSettled = () => client.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: (body: { name: string; role: Role }) =>
      unwrap(api.POST("/api/v1/api-keys", { body })),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (keyId: string) =>
      unwrap(api.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: keyId } } })),
    onSettled,
  });
  return { create, revoke };
}
