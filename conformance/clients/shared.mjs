// What every client has in common: where the product is, its REST, and the one document that it prints.

export const SENTENCE = "Why did revenue change last week? Send the summary to the team.";

const { MARKETING_AGENT_URL: given, MARKETING_AGENT_KEY: key } = process.env;
if (!given || !key) throw new Error("Set MARKETING_AGENT_URL and MARKETING_AGENT_KEY.");
export const base = given;
export const headers = { Authorization: `Bearer ${key}` };

/** A JSON answer of the product's REST API, which must be a success. */
export async function rest(path) {
  const answer = await fetch(`${base}/api/v1${path}`, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** How many messages lie in the preview inbox. */
export async function inbox() {
  return (await rest("/inbox")).items.length;
}

/** The approval records of a run, as REST shows them. */
export async function approvals(runId) {
  const { items } = await rest("/approvals");
  return items.filter((one) => one.run_id === runId);
}

/** A plan as all doors can be compared by it. */
export function plan(steps) {
  return steps.map(({ tool, arguments: given }) => ({ tool, arguments: given }));
}

/** Throws unless both are the same. */
export function same(found, expected, what) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`Not so: ${what}.\n${one}\n${other}`);
}

/** Prints the one document, and ends whatever still holds a connection open. */
export function print(document) {
  process.stdout.write(`${JSON.stringify(document)}\n`, () => process.exit(0));
}
