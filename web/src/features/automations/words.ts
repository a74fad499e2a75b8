import type { Automation, AutomationRun, MetricCatalogue, Trigger } from "@/api/types";
import { inSentence, spaced } from "@/lib/phrases";

type Action = Automation["action"];
type Unit = MetricCatalogue["metrics"][number]["unit"];

export const WEEKDAYS = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
] as const;

export const EVENTS = {
  "import.completed": "an import completes",
  "import.failed": "an import fails",
  "approval.requested": "something waits for approval",
  "approval.decided": "an approval is decided",
  "message.sent": "a message is sent",
  "alert.raised": "an alert is raised",
  "segment.changed": "a saved segment changes notably",
  "run.failed": "a run of the agent fails",
  "job.given_up": "background work is given up",
  "webhook.given_up": "a call of a webhook is given up",
} as const;

export const PERIODS = {
  today: "today",
  yesterday: "yesterday",
  last_7_days: "in the last 7 days",
  last_week: "last week",
  last_30_days: "in the last 30 days",
  last_month: "last month",
} as const;

const MAIL = " Mail the answer to the team.";

/** A request as the form has it: what is asked, and whether the answer is mailed. */
export function splitRequest(text: string): { question: string; mail: boolean } {
  const mail = text.endsWith(MAIL);
  return { question: mail ? text.slice(0, -MAIL.length) : text, mail };
}

/** A question ends as one, so that what follows it is read as another sentence. */
export function joinRequest(question: string, mail: boolean): string {
  const asked = question.trim();
  if (!mail) return asked;
  if (!asked) return MAIL;
  return `${asked}${/[.?!]$/.test(asked) ? "" : "?"}${MAIL}`;
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

function ordinal(day: number): string {
  const teen = day % 100 > 10 && day % 100 < 14;
  const end = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${end}`;
}

function scheduleWords({
  at,
  weekdays,
  day_of_month: day,
}: Extract<Trigger, { kind: "schedule" }>) {
  if (day) {
    const last = day > 28 ? ", or its last day," : "";
    return `On the ${ordinal(day)} of each month${last} at ${at}`;
  }
  if (!weekdays) return `Each day at ${at}`;
  const days = WEEKDAYS.filter(([key]) => weekdays.includes(key)).map(([, name]) => name);
  return `Each ${listed(days) || "…"} at ${at}`;
}

/** A value as people write it: a rate in per cent. */
export const shownValue = (value: number | string, unit: Unit | undefined) =>
  unit === "percent" ? `${Number((Number(value) * 100).toFixed(4))}%` : String(Number(value));

/** On which side of its value a figure is waited for. */
export const RELATIONS = {
  below: "less than",
  at_most: "at most",
  above: "more than",
  at_least: "at least",
} as const;

export interface MetricWords {
  label: string;
  unit: Unit;
}

/** When it begins, as the beginning of a sentence. */
export function triggerWords(trigger: Trigger, metric?: MetricWords): string {
  if (trigger.kind === "event") return `When ${EVENTS[trigger.event]}`;
  if (trigger.kind === "schedule") return scheduleWords(trigger);
  const name = metric ? inSentence(metric.label) : spaced(trigger.metric);
  const value = shownValue(trigger.value, metric?.unit);
  const than = RELATIONS[trigger.relation];
  const when = PERIODS[trigger.time ?? "yesterday"];
  return `Each day at ${trigger.at} and after an import, if ${name} came to ${than} ${value} ${when}`;
}

/** What it does, as the rest of that sentence. */
export function actionWords(action: Action): string {
  if (action.kind === "tool") return `run ${spaced(action.tool)}`;
  const { question, mail } = splitRequest(action.text);
  return `ask “${question}”${mail ? " and mail the answer to the team" : ""}`;
}

export const sentenceOf = (trigger: Trigger, action: Action, metric?: MetricWords) =>
  `${triggerWords(trigger, metric)}, ${actionWords(action)}.`;

export const STATES = { off: "Off", on: "On", paused: "Paused" } as const;

const ENDS: Record<AutomationRun["status"], string> = {
  trial: "First run",
  due: "Due",
  started: "Ran",
  blocked: "Blocked",
  unmet: "Not met",
  skipped: "Left out",
  failed: "Failed",
};

const RUNS: Record<NonNullable<AutomationRun["run"]>["status"], string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waits for approval",
  completed: "Done",
  failed: "Failed",
  cancelled: "Stopped",
};

/** How one time that it was due ended. */
export function resultWords({ status, run }: AutomationRun): string {
  if (!run || status === "blocked") return ENDS[status];
  return status === "trial" ? `First run: ${RUNS[run.status].toLowerCase()}` : RUNS[run.status];
}
