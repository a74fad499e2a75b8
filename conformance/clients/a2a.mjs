// @a2a-js/sdk in one binding: signed card, stream, and a decision by a data part, sent twice.

import { randomUUID } from "node:crypto";
import { verifyAgentCardSignature } from "@a2a-js/sdk";
import {
  ClientFactory,
  ClientFactoryOptions,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from "@a2a-js/sdk/client";
import { approvals, base, headers, inbox, plan, print, SENTENCE, same } from "./shared.mjs";

const binding = process.argv[2] ?? "JSONRPC";
const fetchImpl = (url, init = {}) =>
  fetch(url, {
    ...init,
    headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers },
  });
const Transport = { JSONRPC: JsonRpcTransportFactory, "HTTP+JSON": RestTransportFactory }[binding];
const factory = new ClientFactory(
  ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
    transports: [new Transport({ fetchImpl })],
    preferredTransports: [binding],
  }),
);
const client = await factory.createFromUrl(base);

/** Throws unless the public card is signed by the key that the product publishes. */
async function checkCard() {
  // As it was sent: what the SDK makes of a card has another form, and another signature.
  const card = await (await fetch(`${base}/.well-known/agent-card.json`)).json();
  const { keys } = await (await fetch(`${base}/.well-known/jwks.json`)).json();
  const verify = verifyAgentCardSignature(async (kid) => keys.find((key) => key.kid === kid));
  await verify(card);
  const forged = await verify({ ...card, description: "Somebody else" }).then(
    () => "accepted",
    () => "refused",
  );
  same(forged, "refused", "a changed card is refused");
  return card.skills.map((skill) => skill.id);
}

function message(content, more = {}) {
  const parts = [{ content, metadata: {}, filename: "", mediaType: "" }];
  return {
    message: {
      messageId: randomUUID(),
      role: 1,
      parts,
      extensions: [],
      referenceTaskIds: [],
      ...more,
    },
  };
}

/** The values of the data parts of a message or artifact. */
function data(held) {
  return held.parts.filter((one) => one.content.$case === "data").map((one) => one.content.value);
}

const skills = await checkCard();
same(skills.includes("send_message"), true, "the card tells of the tools as skills");
const before = await inbox();
const seen = [];
const question = message({ $case: "text", value: SENTENCE });
for await (const { payload } of client.sendMessageStream(question)) seen.push(payload);
const of = (kind) => seen.filter((one) => one.$case === kind).map((one) => one.value);
const told = of("statusUpdate").map((one) => one.status);
const planned = told.flatMap((one) => (one.message ? data(one.message) : [])).find((d) => d.plan);
const asked = data(told.at(-1).message)[0].approval;
const artifacts = of("artifactUpdate").map((one) => one.artifact);
const taskId = of("task")[0].id;
const early = (await inbox()) - before;

const yes = { approval_id: asked.id, approved: true, digest: asked.digest };
const decision = () => message({ $case: "data", value: yes }, { taskId });
const done = await client.sendMessage(decision());
const again = await client.sendMessage(decision());
same(again, done, "a second decision tells the same");

print({
  client: `@a2a-js/sdk ${binding}`,
  plan: plan(planned.plan),
  numbers: data(artifacts.find((one) => one.name === "explain_change"))[0],
  approvals: await approvals(asked.run_id),
  asked,
  early,
  messages: (await inbox()) - before,
  states: { first: seen[0].$case, waiting: told.at(-1).state, done: done.status?.state },
});
