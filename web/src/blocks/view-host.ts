/**
 * The host's side of MCP Apps (revision 2026-01-26) for one view of somebody else's. Whatever comes from
 * its frame is data: it is answered, put to the person, or refused; and too much of it stops the view.
 */
const REVISION = "2026-01-26";
const [FLOOD, SECOND] = [100, 1000];
const [MOST_OPEN_CALLS, MOST_CALLS] = [4, 60];
const [LEAST_HEIGHT, MOST_HEIGHT] = [40, 640];
const MOST_LETTERS = 2000;
const [REFUSED, NO_METHOD, BAD_PARAMS] = [-32000, -32601, -32602];

type Data = Record<string, unknown>;

/** Something that only the person may do for a view. */
export interface Wish {
  kind: "link" | "message";
  text: string;
}

export interface ToolResult {
  content: { type: "text"; text: string }[];
  structuredContent?: Data;
  isError: boolean;
}

/** What the page around does for a view. */
export interface Page {
  context: () => Data;
  input: Data;
  result: ToolResult;
  onHeight: (pixels: number) => void;
  /** Asks the person; false where they say no, or are being asked already. */
  onWish: (wish: Wish) => Promise<boolean>;
  /** Calls a tool of the view's own server; throws what a person may read. */
  callTool: (name: string, given: Data) => Promise<ToolResult>;
  onFlood: () => void;
}

class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const isData = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function linkOf({ url }: Data): string {
  try {
    const found = new URL(String(url));
    if (found.protocol === "https:" || found.protocol === "http:") return found.href;
  } catch {
    // Not an address at all.
  }
  throw new Refusal(BAD_PARAMS, "Only addresses of the web are opened.");
}

function messageOf({ content }: Data): string {
  const parts = Array.isArray(content) ? content : [content];
  const said = parts.map((part) => (isData(part) && part.type === "text" ? part.text : ""));
  const text = said.filter((one) => typeof one === "string").join("\n");
  if (!text.trim()) throw new Refusal(BAD_PARAMS, "Only text is taken.");
  return text.slice(0, MOST_LETTERS);
}

/** Answers a view's frame until it is let go; `changed` tells it the page's new look. */
export function hostView(frame: HTMLIFrameElement, page: Page) {
  const [calls, heard] = [
    { open: 0, all: 0 },
    { from: 0, count: 0 },
  ];
  const post = (body: Data) =>
    frame.contentWindow?.postMessage({ jsonrpc: "2.0", ...body }, { targetOrigin: "*" });
  const tell = (method: string, params: Data) => post({ method, params });

  async function wish(kind: Wish["kind"], text: string) {
    if (!(await page.onWish({ kind, text }))) throw new Refusal(REFUSED, "The person said no.");
    return {};
  }

  async function call({ name, arguments: given = {} }: Data) {
    if (typeof name !== "string" || !isData(given)) {
      throw new Refusal(BAD_PARAMS, "A call has a name and arguments.");
    }
    if (calls.open >= MOST_OPEN_CALLS || calls.all >= MOST_CALLS) {
      throw new Refusal(REFUSED, "This view has asked too often.");
    }
    calls.open += 1;
    calls.all += 1;
    try {
      return await page.callTool(name, given);
    } finally {
      calls.open -= 1;
    }
  }

  const answers: Record<string, (params: Data) => object | Promise<object>> = {
    ping: () => ({}),
    "ui/initialize": () => ({
      protocolVersion: REVISION,
      hostInfo: { name: "marketing-agent", version: "1" },
      hostCapabilities: { openLinks: {}, serverTools: {}, message: { text: {} } },
      hostContext: page.context(),
    }),
    "ui/request-display-mode": () => ({ mode: "inline" }),
    "ui/open-link": (params) => wish("link", linkOf(params)),
    "ui/message": (params) => wish("message", messageOf(params)),
    "tools/call": call,
  };

  async function answer(id: unknown, method: string, params: Data) {
    try {
      const found = Object.hasOwn(answers, method) ? answers[method] : undefined;
      if (!found) throw new Refusal(NO_METHOD, "This page does not do that.");
      post({ id, result: await found(params) });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : REFUSED;
      const message = error instanceof Error ? error.message : "It was refused.";
      post({ id, error: { code, message } });
    }
  }

  function take(method: string, params: Data) {
    if (method === "ui/notifications/initialized") {
      tell("ui/notifications/tool-input", { arguments: page.input });
      tell("ui/notifications/tool-result", { ...page.result });
    }
    const { height } = params;
    if (method === "ui/notifications/size-changed" && typeof height === "number") {
      page.onHeight(Math.min(Math.max(height, LEAST_HEIGHT), MOST_HEIGHT) || LEAST_HEIGHT);
    }
  }

  function isFlood(now: number) {
    if (now - heard.from > SECOND) Object.assign(heard, { from: now, count: 0 });
    heard.count += 1;
    return heard.count > FLOOD;
  }

  function listen({ source, data }: MessageEvent) {
    if (source === null || source !== frame.contentWindow) return;
    if (isFlood(performance.now())) {
      letGo();
      page.onFlood();
    } else if (isData(data) && data.jsonrpc === "2.0" && typeof data.method === "string") {
      const params = isData(data.params) ? data.params : {};
      if ("id" in data) void answer(data.id, data.method, params);
      else take(data.method, params);
    }
  }

  const letGo = () => window.removeEventListener("message", listen);
  window.addEventListener("message", listen);
  return { letGo, changed: () => tell("ui/notifications/host-context-changed", page.context()) };
}
