"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState } from "react";
import { readStored, writeStored } from "@/lib/stored";
import { api, setCredentials, unwrap } from "./client";
import { sessionKey } from "./keys";
import type { Session, Workspace } from "./types";

const LAST_WORKSPACE = "ma.workspace";

interface Current {
  session: Session;
  workspace: Workspace;
  switchTo: (id: string) => void;
}

const CurrentContext = createContext<Current | null>(null);

async function loadSession(): Promise<Session> {
  const session = await unwrap(api.GET("/api/v1/session"));
  setCredentials({ csrfToken: session.csrf_token });
  return session;
}

export const useSession = () =>
  useQuery({ queryKey: sessionKey, queryFn: loadSession, staleTime: 5 * 60_000, retry: false });

/** A link may name its store by `?w=slug`; otherwise the one looked at last, otherwise the first. */
function pickWorkspace(session: Session, chosen: string | null): Workspace | undefined {
  const linked = new URLSearchParams(window.location.search).get("w");
  const find = (id: string | null) =>
    session.workspaces.find((workspace) => workspace.id === id || workspace.slug === id);
  return find(chosen) ?? find(linked) ?? find(readStored(LAST_WORKSPACE)) ?? session.workspaces[0];
}

interface ProviderProps {
  session: Session;
  children: ReactNode;
  /** Shown when the account belongs to no workspace yet. */
  none: ReactNode;
}

export function WorkspaceProvider({ session, children, none }: ProviderProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const workspace = pickWorkspace(session, chosen);
  if (!workspace) return none;
  // Queries of the children run after this render, so the header is right for the first of them.
  setCredentials({ workspaceId: workspace.id });
  const switchTo = (id: string) => {
    writeStored(LAST_WORKSPACE, id);
    setChosen(id);
  };
  return <CurrentContext value={{ session, workspace, switchTo }}>{children}</CurrentContext>;
}

export function useCurrent(): Current {
  const current = use(CurrentContext);
  if (!current) throw new Error("useCurrent belongs inside WorkspaceProvider");
  return current;
}

export const useWorkspace = () => useCurrent().workspace;

const RANK = { viewer: 0, approver: 1, marketer: 2, admin: 3, owner: 4 } as const;

/** Whether the signed-in person holds at least this role here. The server checks again. */
export const useMay = (role: keyof typeof RANK) => RANK[useWorkspace().role] >= RANK[role];

/** A way in: whatever this tab knew of a session before is forgotten. */
function useEntrance<Body>(enter: (body: Body) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: () => client.resetQueries({ queryKey: sessionKey }),
  });
}

export const useSignIn = () =>
  useEntrance((body: { email: string; password: string }) =>
    unwrap(api.POST("/api/v1/login", { body })),
  );

export const useLinkSignIn = () =>
  useEntrance((token: string) => unwrap(api.POST("/api/v1/sign-in-link", { body: { token } })));

export const useSetupNeeded = () =>
  useQuery({ queryKey: ["setup"], queryFn: () => unwrap(api.GET("/api/v1/setup")), retry: false });

export const useJoin = () =>
  useEntrance((body: { token: string; password: string }) =>
    unwrap(api.POST("/api/v1/join", { body })),
  );

export const useSetUp = () =>
  useEntrance((body: { token: string; name: string; email: string; password: string }) =>
    unwrap(api.POST("/api/v1/setup", { body })),
  );

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/logout")),
    onSuccess: () => client.clear(),
  });
}
