import { describe, expect, it } from "vitest";
import type { Block, PlanStep } from "@/api/types";
import { shownBlocks } from "@/blocks/agent-block";
import { plainColumns } from "@/blocks/record-table";
import { moveOf } from "./client-tools";
import { contextWords, pageContext } from "./page-context";
import { withoutStep, withWords, wordsOf } from "./plan-change";

const step = (id: string, given: PlanStep["arguments"] = {}): PlanStep => ({
  id,
  tool: "ask",
  title: id,
  arguments: given,
  status: "pending",
  approval_id: null,
});

describe("what the agent is told of the page", () => {
  it("is the route, the days and what they are compared with, and nothing else of the address", () => {
    const found = pageContext("/summary/", "?range=last_7_days&compare=none&token=secret");
    expect(found).toEqual({ route: "/summary/", range: "last_7_days", compare: "none" });
    expect(contextWords(found)).toBe("Summary, last 7 days");
  });

  it("is the page's name where there are no days", () => {
    expect(contextWords(pageContext("/imports/", ""))).toBe("Imports");
    expect(contextWords(pageContext("/summary/", ""))).toBe("Summary, last 30 days");
  });
});

describe("what the agent may do in the page", () => {
  const call = (tool: string, given: Record<string, unknown>) => ({
    id: "c",
    tool,
    arguments: given,
  });

  it("opens the pages there are", () => {
    expect(moveOf(call("open_page", { page: "inbox" }), "")).toEqual({
      href: "/inbox/",
      done: "Opened Inbox",
    });
    expect(moveOf(call("open_page", { page: "https://example.com" }), "")).toBeNull();
  });

  it("sets days that there are and leaves the rest of the address", () => {
    const move = moveOf(call("set_range", { range: "last_month" }), "?compare=none");
    expect(move?.href).toBe("/summary/?compare=none&range=last_month");
    expect(moveOf(call("set_range", { range: "forever" }), "")).toBeNull();
    expect(moveOf(call("delete_all", {}), "")).toBeNull();
  });
});

describe("a plan before it runs", () => {
  const steps = [
    step("s1", { question: "Orders" }),
    step("s2", { body: { $join: [{ $ref: "s1", path: "@text" }] }, subject: "Orders" }),
    step("s3", { message_id: { $ref: "s2", path: "id" } }),
    step("s4", { question: "Units" }),
  ];

  it("loses with a step those that need what it gives", () => {
    expect(withoutStep(steps, "s1").map(({ id }) => id)).toEqual(["s4"]);
    expect(withoutStep(steps, "s3").map(({ id }) => id)).toEqual(["s1", "s2", "s4"]);
  });

  it("has its words changed and nothing else", () => {
    expect(wordsOf(steps[1] as PlanStep)).toEqual([["subject", "Orders"]]);
    const changed = withWords(steps, "s2", "subject", "Sales");
    expect(changed[1]?.arguments).toEqual({ ...steps[1]?.arguments, subject: "Sales" });
    expect([changed[0], changed[2], changed[3]]).toEqual([steps[0], steps[2], steps[3]]);
  });
});

describe("blocks of an answer", () => {
  const message = (id: string, status: string): Block => ({
    type: "approval",
    step_id: null,
    asked_id: null,
    sql_id: null,
    title: null,
    data: { id, status },
  });

  it("show a message once, as it is last", () => {
    const blocks = [message("a", "draft"), message("b", "draft"), message("a", "sent")];
    expect(shownBlocks("", blocks)).toEqual([blocks[1], blocks[2]]);
  });

  it("do not say again what the text says", () => {
    const said: Block = { ...message("a", "x"), type: "text", text: "Sales rose." } as never;
    expect(shownBlocks("Sales rose.\n\nOrders fell.", [said])).toEqual([]);
    expect(shownBlocks("Orders fell.", [said])).toEqual([said]);
  });

  it("show the plain columns of a list, without ids", () => {
    const rows = [{ id: "1", name: "A", to: ["x"], note: null, subject: "S" }];
    expect(plainColumns(rows)).toEqual(["name", "note", "subject"]);
  });
});
