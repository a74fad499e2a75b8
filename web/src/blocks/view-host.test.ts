import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hostView, type Page } from "./view-host";

const result = { content: [{ type: "text" as const, text: "Tea" }], isError: false };

function open(changed: Partial<Page> = {}) {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const page: Page = {
    context: () => ({ theme: "dark" }),
    input: { market: "May" },
    result,
    onHeight: vi.fn(),
    onWish: vi.fn(async () => true),
    callTool: vi.fn(async () => result),
    onFlood: vi.fn(),
    ...changed,
  };
  const view = frame.contentWindow as Window;
  const heard = vi.spyOn(view, "postMessage").mockImplementation(() => undefined);
  const host = hostView(frame, page);
  const say = (body: object, source: Window = view) =>
    window.dispatchEvent(
      new MessageEvent("message", { data: { jsonrpc: "2.0", ...body }, source }),
    );
  const told = () => heard.mock.calls.map(([body]) => body as unknown as Record<string, unknown>);
  return { page, host, say, told };
}

const answered = (told: Record<string, unknown>[], id: number) =>
  told.find((one) => one.id === id) as { result?: object; error?: { code: number } } | undefined;

/** However busy the machine is. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("the host of a view of others", () => {
  it("greets it, and gives the result once it is ready", async () => {
    const { say, told } = open();
    say({ id: 1, method: "ui/initialize", params: {} });
    await eventually(() => expect(answered(told(), 1)).toBeDefined());
    expect(answered(told(), 1)?.result).toMatchObject({
      protocolVersion: "2026-01-26",
      hostContext: { theme: "dark" },
    });
    expect(told()).toHaveLength(1);
    say({ method: "ui/notifications/initialized" });
    expect(told().slice(1)).toEqual([
      {
        jsonrpc: "2.0",
        method: "ui/notifications/tool-input",
        params: { arguments: { market: "May" } },
      },
      { jsonrpc: "2.0", method: "ui/notifications/tool-result", params: result },
    ]);
  });

  it("hears nobody but its own frame", () => {
    const { say, told, page } = open();
    say({ id: 1, method: "tools/call", params: { name: "lookup" } }, window);
    expect([told(), vi.mocked(page.callTool).mock.calls]).toEqual([[], []]);
  });

  it.each([
    ["sampling/createMessage", {}, -32601],
    ["constructor", {}, -32601],
    ["resources/read", { uri: "ui://x" }, -32601],
    ["tools/call", { name: 7 }, -32602],
    ["ui/open-link", { url: "javascript:alert(1)" }, -32602],
    ["ui/open-link", { url: "file:///etc/passwd" }, -32602],
    ["ui/message", { content: [{ type: "image", data: "x" }] }, -32602],
  ])("refuses %s %j with the protocol's error", async (method, params, code) => {
    const { say, told, page } = open();
    say({ id: 5, method, params });
    await eventually(() => expect(answered(told(), 5)?.error?.code).toBe(code));
    expect(page.onWish).not.toHaveBeenCalled();
    expect(page.callTool).not.toHaveBeenCalled();
  });

  it("does what only a person may do once they said yes", async () => {
    const onWish = vi.fn(async () => false);
    const { say, told } = open({ onWish });
    say({ id: 2, method: "ui/open-link", params: { url: "https://example.com/a" } });
    await eventually(() => expect(answered(told(), 2)?.error?.code).toBe(-32000));
    onWish.mockResolvedValue(true);
    say({ id: 3, method: "ui/message", params: { content: [{ type: "text", text: "Hello" }] } });
    await eventually(() => expect(answered(told(), 3)?.result).toEqual({}));
    expect(onWish.mock.calls).toEqual([
      [{ kind: "link", text: "https://example.com/a" }],
      [{ kind: "message", text: "Hello" }],
    ]);
  });

  it("stops a flood, and hears no more of it", () => {
    const { say, page } = open();
    for (let at = 0; at < 150; at += 1)
      say({ method: "ui/notifications/size-changed", params: { height: at } });
    expect(page.onFlood).toHaveBeenCalledTimes(1);
    expect(page.onHeight).toHaveBeenCalledTimes(100);
  });

  it("gives it no more room than a page can spare", () => {
    const { say, page } = open();
    for (const height of [1e9, -5, Number.NaN])
      say({ method: "ui/notifications/size-changed", params: { height } });
    expect(vi.mocked(page.onHeight).mock.calls.flat()).toEqual([640, 40, 40]);
  });
});
