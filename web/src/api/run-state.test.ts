import { describe, expect, it } from "vitest";
import recorded from "./recorded/approved-run.json";
import { emptyRun, foldRun, isOver, keptRun } from "./run-state";
import type { Run, RunPayload } from "./types";

const log = (recorded as unknown as RunPayload[]).map((payload, at) => ({ seq: at + 1, payload }));
const upTo = (type: RunPayload["type"]) =>
  log.slice(0, log.findIndex(({ payload }) => payload.type === type) + 1);
const fold = (events: typeof log) => events.reduce(foldRun, emptyRun);

/** A log of a few events, numbered from one. */
const events = (...payloads: RunPayload[]) =>
  payloads.map((payload, at) => ({ seq: at + 1, payload }));

describe("a run, folded out of its recorded log", () => {
  it("waits with its plan and the exact effect", () => {
    const state = fold(upTo("run.waiting"));
    expect(state.status).toBe("waiting");
    expect(state.waitingFor).toBe("approval");
    expect(state.steps.map(({ tool, status }) => [tool, status])).toEqual([
      ["explain_change", "done"],
      ["draft_message", "done"],
      ["send_message", "waiting"],
    ]);
    expect(state.approvals.map(({ status }) => status)).toEqual(["open"]);
    expect(state.approvals[0]?.preview.recipients).toEqual(["Demo <demo@example.com>"]);
    expect(state.steps[2]?.approval_id).toBe(state.approvals[0]?.id);
    expect(state.said).toEqual([]);
  });

  it("goes on once it is approved", () => {
    const state = fold(upTo("approval.decided"));
    expect(state.status).toBe("running");
    expect(state.approvals[0]?.status).toBe("approved");
  });

  it("says piece by piece what it says as a whole in the end", () => {
    const half = fold(upTo("text.delta"));
    const done = fold(log);
    const [before] = half.said;
    const [after] = done.said;
    expect(after?.text.startsWith(before?.text ?? "missing")).toBe(true);
    const pieces = log.flatMap(({ payload }) =>
      payload.type === "text.delta" ? payload.text : [],
    );
    expect(pieces.join("")).toBe(after?.text);
    expect(after?.blocks.map(({ type }) => type)).toEqual(["insight", "approval", "approval"]);
    expect(isOver(done.status)).toBe(true);
    expect(done.steps.every(({ status }) => status === "done")).toBe(true);
  });

  it("takes an event that comes again for one", () => {
    const twice = log.flatMap((event) => [event, event]);
    expect(fold(twice)).toEqual(fold(log));
    expect(fold([...log, ...log.slice(0, 5)])).toEqual(fold(log));
  });

  it("is as far as what is kept of it", () => {
    const done = fold(log);
    const [said] = done.said;
    const run = {
      id: "r",
      status: "completed",
      waiting_for: null,
      plan: done.steps,
      error: null,
      events_until: log.length,
    } as unknown as Run;
    const message = { run_id: "r", role: "assistant", ...said } as never;
    const foreign = { run_id: "other", role: "assistant", id: "x", text: "x", blocks: [] } as never;
    const kept = keptRun(run, [foreign, message]);
    expect(kept.said).toEqual(done.said);
    expect([kept.steps, kept.status, kept.seen]).toEqual([done.steps, done.status, done.seen]);
  });
});

describe("what a recorded run does not hold", () => {
  it("drops a text that was broken off", () => {
    const state = fold(
      events(
        { type: "text.started", message_id: "a" },
        { type: "text.delta", message_id: "a", text: "Half a" },
        { type: "text.finished", message_id: "a", text: "Half a", blocks: [], cut_off: true },
        { type: "text.started", message_id: "b" },
        { type: "text.delta", message_id: "b", text: "Whole" },
      ),
    );
    expect(state.said).toEqual([{ id: "b", text: "Whole", blocks: [] }]);
  });

  it("keeps a call of the page until it is answered, and none of a cancelled run", () => {
    const call: RunPayload = {
      type: "tool.called",
      call_id: "r.s1",
      step_id: "s1",
      tool: "open_page",
      arguments: { page: "summary" },
      client: true,
    };
    const waiting = events(call, {
      type: "run.waiting",
      reason: "client",
      approval_ids: [],
      call_ids: ["r.s1"],
    });
    expect(fold(waiting).calls).toEqual([
      { id: "r.s1", tool: "open_page", arguments: { page: "summary" } },
    ]);
    const answered: RunPayload = {
      type: "tool.returned",
      call_id: "r.s1",
      step_id: "s1",
      tool: "open_page",
      text: "Opened Summary",
      data: {},
      view: null,
      untrusted: true,
      is_error: false,
    };
    const over = [...waiting, { seq: 3, payload: answered }];
    expect(fold(over).calls).toEqual([]);
    expect(fold(over).results.s1).toEqual({ text: "Opened Summary", isError: false });
    const stopped = [...waiting, { seq: 3, payload: { type: "run.cancelled" } as const }];
    expect(fold(stopped).calls).toEqual([]);
    expect(fold(stopped).status).toBe("cancelled");
  });

  it("tells why it failed", () => {
    const failed = { code: "budget.steps", message: "Too many steps.", error_id: "e1" };
    const state = fold(events({ type: "run.failed", ...failed }));
    expect(state.problem).toEqual({ message: "Too many steps.", errorId: "e1" });
    expect(isOver(state.status)).toBe(true);
  });
});
