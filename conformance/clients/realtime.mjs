// `RealtimeSession` of @openai/agents-realtime, text alone: a person's decision is the function `approve`.

import { RealtimeAgent, RealtimeSession, tool } from "@openai/agents-realtime";
import { approvals, base, inbox, plan, print, rest, SENTENCE, same } from "./shared.mjs";

const shown = [];
const approve = tool({
  name: "approve",
  description: "Shows a person what would be done, and answers with their decision.",
  strict: false,
  parameters: { type: "object", properties: {}, required: [], additionalProperties: true },
  // What a page would ask a person here; before it answers, nothing may have left.
  execute: async (asked) => {
    shown.push({ ...asked, early: (await inbox()) - before });
    return { approved: true };
  },
});
const agent = new RealtimeAgent({ name: "Marketing Agent", tools: [approve] });
const session = new RealtimeSession(agent, {
  transport: "websocket",
  model: "marketing-agent",
  config: { outputModalities: ["text"] },
});

const errors = [];
const responses = [];
const calls = [];
session.on("error", ({ error }) => void errors.push(error));
session.transport.on("function_call", (call) => void calls.push(call));
session.transport.on("*", (event) => {
  // After each of our own tools this client asks for a response, too: there is nothing left to say.
  const said = event.type === "response.done" && event.response.output.length > 0;
  if (said) responses.push(event.response);
});

/** Waits until so many responses are over. */
async function over(count) {
  for (const end = Date.now() + 60_000; responses.length < count && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  same([responses.length, errors], [count, []], "responses ended without an error");
}

const before = await inbox();
const url = `${base.replace("http", "ws")}/v1/realtime`;
await session.connect({ apiKey: process.env.MARKETING_AGENT_KEY, url });
session.sendMessage(SENTENCE);
await over(2);
const [waiting, done] = responses;
session.transport.sendFunctionCallOutput(calls[0], '{"approved": false}');
await over(3);
const states = responses.map((one) => one.output.map((item) => item.type));
same(states[2], states[1], "a second output tells the same");
session.close();

const { early, approval_id: id, digest, body } = shown[0];
const tools = waiting.output.filter((item) => item.type === "mcp_call");
const { data } = JSON.parse(tools.find((item) => item.name === "explain_change").output);
const { run_id: runId } = done.metadata;
print({
  client: "@openai/agents-realtime RealtimeSession",
  plan: plan((await rest(`/runs/${runId}`)).plan),
  numbers: data,
  approvals: await approvals(runId),
  asked: { id, digest, preview: { body } },
  early,
  messages: (await inbox()) - before,
  states: { items: states, shown: shown.length },
});
