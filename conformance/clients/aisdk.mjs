// `Chat` of @ai-sdk/react over the AI SDK's own transport: run, approval, the rest of the run.

import { Chat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { approvals, base, headers, inbox, plan, print, SENTENCE, same } from "./shared.mjs";

const transport = new DefaultChatTransport({ api: `${base}/api/chat`, headers });
const chat = new Chat({
  transport,
  onError: (error) => {
    throw error;
  },
});

/** The parts of our message that are of one type. */
function parts(type) {
  return chat.lastMessage.parts.filter((part) => part.type === type);
}

function tool(name) {
  return parts("dynamic-tool").find((part) => part.toolName === name);
}

const before = await inbox();
await chat.sendMessage({ text: SENTENCE });
const waiting = tool("send_message");
same(waiting?.state, "approval-requested", "sending waits for an approval");
const asked = parts("data-approval")[0].data;
same(waiting.approval.id, asked.id, "the approval is our record");
const steps = plan(parts("data-plan")[0].data.steps);
const early = (await inbox()) - before;

await chat.addToolApprovalResponse({ id: asked.id, approved: true });
await chat.sendMessage();
const states = parts("dynamic-tool").map((part) => part.state);
const said = parts("text").map((part) => part.text);
await chat.sendMessage();
same(
  [parts("dynamic-tool").map((part) => part.state), parts("text").map((part) => part.text)],
  [states, said],
  "a second answer tells nothing more",
);

print({
  client: "@ai-sdk/react Chat",
  plan: steps,
  numbers: tool("explain_change").output.data,
  approvals: await approvals(asked.run_id),
  asked,
  early,
  messages: (await inbox()) - before,
  states: { steps: states, chat: chat.status },
});
