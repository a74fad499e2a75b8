// `HttpAgent` of @ag-ui/client: run, shared state, interrupt, resume, and a second resume that does nothing.

import { HttpAgent } from "@ag-ui/client";
import { approvals, base, headers, inbox, plan, print, SENTENCE, same } from "./shared.mjs";

const agent = new HttpAgent({ url: `${base}/agui`, headers });
agent.messages = [{ id: "question", role: "user", content: SENTENCE }];

/** One run; the types of its events, as the client let them pass. */
async function run(parameters) {
  const types = [];
  await agent.runAgent(parameters, { onEvent: ({ event }) => void types.push(event.type) });
  return types;
}

/** What a tool gave, from the messages that the client holds. */
function given(tool) {
  const calls = agent.messages.flatMap((message) => message.toolCalls ?? []);
  const call = calls.find((one) => one.function.name === tool);
  const result = agent.messages.find((one) => one.role === "tool" && one.toolCallId === call.id);
  return JSON.parse(result.content);
}

/** Every message that the client holds, as far as a person reads it. */
function said() {
  return agent.messages.map(({ id, role, content }) => [id, role, content]);
}

const before = await inbox();
const first = await run();
const [interrupt, ...more] = agent.pendingInterrupts;
same([interrupt?.reason, more.length], ["tool_call", 0], "one interrupt waits");
const asked = interrupt.metadata.approval;
const steps = plan(agent.state.plan);
const early = (await inbox()) - before;

const resume = [{ interruptId: interrupt.id, status: "resolved", payload: { approved: true } }];
const resumed = await run({ resume });
same(agent.pendingInterrupts.length, 0, "nothing waits after the resume");
const statuses = agent.state.plan.map((step) => step.status);
const held = said();
const again = await run({ resume });
same(
  again.filter((type) => type.startsWith("TOOL_CALL_")),
  [],
  "a second resume calls nothing",
);
same(said(), held, "a second resume leaves what was said as it was");

print({
  client: "@ag-ui/client HttpAgent",
  plan: steps,
  numbers: given("explain_change").data,
  approvals: await approvals(asked.run_id),
  asked,
  early,
  messages: (await inbox()) - before,
  states: { first: first.at(-1), resumed: resumed.at(-1), again: again.at(-1), steps: statuses },
});
