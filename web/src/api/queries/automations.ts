import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { agentKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import type { Automation, AutomationBody } from "@/api/types";

const LISTED = 50;
const ONE = "/api/v1/automations/{automation_id}";

const by = (automation_id: string) => ({ params: { path: { automation_id } } });

/** Under the agent's key: a run that goes on changes what an automation shows. */
const useKey = (...rest: readonly (string | number | null)[]) => [
  ...agentKey(useWorkspace().id),
  "automations",
  ...rest,
];

export function useAutomations() {
  return useQuery({
    queryKey: useKey(),
    queryFn: async () => (await unwrap(api.GET("/api/v1/automations"))).items,
  });
}

export function useAutomation(id: string) {
  return useQuery({
    queryKey: useKey(id),
    queryFn: () => unwrap(api.GET(ONE, by(id))),
    retry: false,
  });
}

/** What would be checked before it runs, as things are now. */
export function useCompliance({ id, version, trial_status, state }: Automation) {
  return useQuery({
    queryKey: useKey(id, "check", version, trial_status, state),
    queryFn: () => unwrap(api.GET(`${ONE}/check`, by(id))),
  });
}

export function useAutomationRuns(id: string) {
  return useQuery({
    queryKey: useKey(id, "runs"),
    queryFn: () =>
      unwrap(
        api.GET(`${ONE}/runs`, {
          params: { path: { automation_id: id }, query: { limit: LISTED } },
        }),
      ),
  });
}

/** The run of a trial, whose log is followed. */
export function useTrialRun(runId: string) {
  return useQuery({
    queryKey: useKey("trial", runId),
    queryFn: () =>
      unwrap(api.GET("/api/v1/runs/{run_id}", { params: { path: { run_id: runId } } })),
  });
}

type Change = Partial<AutomationBody>;

export function useAutomationActions() {
  const client = useQueryClient();
  const { id: workspaceId } = useWorkspace();
  const onSettled = () => client.invalidateQueries({ queryKey: agentKey(workspaceId) });
  const create = useMutation({
    mutationFn: (body: AutomationBody) => unwrap(api.POST("/api/v1/automations", { body })),
    onSettled,
  });
  const change = useMutation({
    mutationFn: ({ id, ...body }: Change & { id: string }) =>
      unwrap(api.PATCH(ONE, { ...by(id), body })),
    onSettled,
  });
  const attempt = useMutation({
    mutationFn: (id: string) => unwrap(api.POST(`${ONE}/try`, by(id))),
    onSettled,
  });
  const turn = useMutation({
    mutationFn: ({ id, to }: { id: string; to: Automation["state"] }) =>
      unwrap(api.POST(`${ONE}/switch`, { ...by(id), body: { to } })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE(ONE, by(id))),
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (id: string) => unwrap(api.POST(`${ONE}/restore`, by(id))),
    onSettled,
  });
  return { create, change, attempt, turn, remove, restore };
}
