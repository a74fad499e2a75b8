import type { Approval, Block, PlanStep, Run, RunPayload, ThreadMessage } from "./types";

/** Something the agent says, perhaps still on its way. */
export interface Said {
  id: string;
  text: string;
  blocks: Block[];
}

/** A tool of this page that the agent wants run. */
export interface ClientCall {
  id: string;
  tool: string;
  arguments: Record<string, unknown>;
}

/** What a person sees of a run, folded out of its log or read off what was kept of it. */
export interface RunState {
  /** The number of the newest event that is in here. */
  seen: number;
  status: Run["status"];
  waitingFor: Run["waiting_for"];
  steps: PlanStep[];
  /** What each step gave, in words. */
  results: Record<string, { text: string; isError: boolean }>;
  approvals: Approval[];
  calls: ClientCall[];
  said: Said[];
  problem: { message: string; errorId: string } | null;
}

export const emptyRun: RunState = {
  seen: 0,
  status: "queued",
  waitingFor: null,
  steps: [],
  results: {},
  approvals: [],
  calls: [],
  said: [],
  problem: null,
};

export const isOver = (status: Run["status"]) =>
  status === "completed" || status === "failed" || status === "cancelled";

const withStep = (state: RunState, id: string, part: Partial<PlanStep>): RunState => ({
  ...state,
  steps: state.steps.map((step) => (step.id === id ? { ...step, ...part } : step)),
});

const running = (state: RunState): RunState => ({ ...state, status: "running", waitingFor: null });

type Of<Type extends RunPayload["type"]> = Extract<RunPayload, { type: Type }>;

function called(state: RunState, event: Of<"tool.called">): RunState {
  if (!event.client) return state;
  const call = { id: event.call_id, tool: event.tool, arguments: event.arguments };
  return {
    ...withStep(state, event.step_id, { status: "waiting" }),
    calls: [...state.calls, call],
  };
}

function returned(state: RunState, event: Of<"tool.returned">): RunState {
  const result = { text: event.text, isError: event.is_error ?? false };
  return {
    ...running(state),
    results: { ...state.results, [event.step_id]: result },
    calls: state.calls.filter((call) => call.id !== event.call_id),
  };
}

function requested(state: RunState, event: Of<"approval.requested">): RunState {
  // The log keeps the record as the API shows it.
  const approval = event.approval as Approval;
  const waiting = { status: "waiting", approval_id: approval.id } as const;
  return {
    ...withStep(state, event.step_id, waiting),
    approvals: [...state.approvals, approval],
  };
}

function decided(state: RunState, event: Of<"approval.decided">): RunState {
  const status = event.approved ? "approved" : "rejected";
  const approvals = state.approvals.map((one) =>
    one.id === event.approval_id ? ({ ...one, status } satisfies Approval) : one,
  );
  return { ...running(state), approvals };
}

const say = (state: RunState, id: string, change: (old: Said) => Said): RunState => ({
  ...state,
  said: state.said.map((one) => (one.id === id ? change(one) : one)),
});

/** What was broken off begins anew under another id, so the first try goes. */
function spoken(state: RunState, event: Of<"text.finished">): RunState {
  if (event.cut_off) {
    return { ...state, said: state.said.filter(({ id }) => id !== event.message_id) };
  }
  const whole = { id: event.message_id, text: event.text, blocks: event.blocks ?? [] };
  return say(state, event.message_id, () => whole);
}

function apply(state: RunState, event: RunPayload): RunState {
  switch (event.type) {
    case "run.started":
      return running(state);
    case "plan.proposed":
    case "plan.changed":
      return { ...state, steps: event.steps };
    case "step.started":
      return withStep(running(state), event.step_id, { status: "running" });
    case "tool.called":
      return called(state, event);
    case "tool.returned":
      return returned(state, event);
    case "step.finished":
      return withStep(state, event.step_id, { status: event.status });
    case "text.started":
      return { ...state, said: [...state.said, { id: event.message_id, text: "", blocks: [] }] };
    case "text.delta":
      return say(state, event.message_id, (old) => ({ ...old, text: old.text + event.text }));
    case "text.finished":
      return spoken(state, event);
    case "approval.requested":
      return requested(state, event);
    case "approval.decided":
      return decided(state, event);
    case "run.waiting":
      return { ...state, status: "waiting", waitingFor: event.reason };
    case "run.finished":
      return { ...state, status: "completed", waitingFor: null };
    case "run.failed":
      return {
        ...state,
        status: "failed",
        waitingFor: null,
        problem: { message: event.message, errorId: event.error_id },
      };
    case "run.cancelled":
      return { ...state, status: "cancelled", waitingFor: null, calls: [] };
    default:
      return state;
  }
}

/** The next state after one event of the log. An event that is in already changes nothing. */
export function foldRun(
  state: RunState,
  { seq, payload }: { seq: number; payload: RunPayload },
): RunState {
  return seq <= state.seen ? state : { ...apply(state, payload), seen: seq };
}

/** A run that is over, from what was kept of it. */
export function keptRun(run: Run, messages: readonly ThreadMessage[]): RunState {
  const said = messages.filter(({ run_id, role }) => run_id === run.id && role === "assistant");
  return {
    ...emptyRun,
    seen: run.events_until,
    status: run.status,
    waitingFor: run.waiting_for,
    steps: run.plan ?? [],
    said: said.map(({ id, text, blocks }) => ({ id, text, blocks })),
    problem: run.error && { message: run.error.message, errorId: run.error.error_id },
  };
}
