import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { emptyRun, type RunState } from "@/api/run-state";
import type { Block, PlanStep, Run } from "@/api/types";
import { RunView } from "./run-view";

const run = { id: "r", text: "Orders last week" } as Run;
const show = (state: Partial<RunState>) =>
  render(<RunView run={run} state={{ ...emptyRun, ...state }} />);

const step = (id: string, status: PlanStep["status"]): PlanStep => ({
  id,
  tool: "ask",
  title: `Step ${id}`,
  arguments: { question: "Orders last week" },
  status,
  approval_id: null,
});

const plain = { step_id: null, asked_id: null, sql_id: null, title: null };

describe("a run on the page", () => {
  it("says that it plans before there is a plan", () => {
    show({ status: "running" });
    expect(screen.getByText("Making a plan…")).toBeInTheDocument();
    expect(screen.getByRole("article", { name: "Orders last week" })).toBeInTheDocument();
  });

  it("shows how far each step is, in words too", () => {
    show({ status: "running", steps: [step("1", "done"), step("2", "running")] });
    expect(screen.getByText("Plan, under way")).toBeInTheDocument();
    expect(screen.getByText("Step 1").textContent).toBe("Step 1, done");
    expect(screen.getByText("Step 2").textContent).toBe("Step 2, under way");
  });

  it("tells what failed, and by which id it is found", () => {
    show({ status: "failed", problem: { message: "The model did not answer.", errorId: "e-7" } });
    const alert = screen.getByRole("alert");
    expect(alert).toHaveTextContent("The model did not answer.");
    expect(alert).toHaveTextContent("e-7");
  });

  it("tells that it was stopped", () => {
    show({ status: "cancelled" });
    expect(screen.getByText(/^Stopped\./)).toBeInTheDocument();
  });

  it("leaves out a block that it does not know, and never takes text for markup", () => {
    const odd = { ...plain, type: "hologram", data: {} } as unknown as Block;
    const text = { ...plain, type: "text", text: "<b>bold</b>" } as Block;
    const diff = {
      ...plain,
      type: "diff",
      data: { changes: [{ label: "Subject", before: "Old", after: "New" }] },
    } as Block;
    show({ status: "completed", said: [{ id: "s", text: "Said.", blocks: [odd, text, diff] }] });
    expect(screen.getByText("<b>bold</b>")).toBeInTheDocument();
    expect(screen.getByText("Old")).toBeInTheDocument();
    expect(screen.getByText("New")).toBeInTheDocument();
    expect(screen.queryByText(/hologram/)).toBeNull();
  });
});
