import type { AlertDelivery, AlertSettings, AlertSettingsPut } from "@/api/types";
import { KINDS as NAMES } from "@/blocks/alert-words";

export type EmailDraft = AlertSettings["email"];
/** One that was just typed in has an address and no id yet; `key` tells rows apart. */
export interface ChatDraft extends Omit<AlertSettings["chats"][number], "id"> {
  key: string;
  id?: string;
  url?: string;
}
export type Wanted = Pick<EmailDraft, "on" | "severity" | "kinds" | "when">;
export type Quiet = NonNullable<AlertSettings["quiet"]>;
export type Digest = AlertSettings["digest"];
export type Kind = NonNullable<Wanted["kinds"]>[number];

/** The settings as they are being changed. */
export interface Draft {
  email: EmailDraft;
  chats: ChatDraft[];
  quiet: Quiet | null;
  digest: Digest;
}

export const draftOf = ({ email, chats, quiet, digest }: AlertSettings): Draft => ({
  email,
  chats: chats.map((chat) => ({ ...chat, key: chat.id })),
  quiet,
  digest,
});

/** What is sent: of a chat that is there already, not its address. */
export const putOf = ({ email, chats, quiet, digest }: Draft): AlertSettingsPut => ({
  email,
  chats: chats.map(({ id, name, url, on, severity, kinds, when }) => {
    const wanted = { name, on, severity, kinds, when };
    return id ? { id, ...wanted } : { url, ...wanted };
  }),
  quiet,
  digest,
});

export const isChanged = (draft: Draft, saved: AlertSettings) =>
  JSON.stringify(putOf(draft)) !== JSON.stringify(putOf(draftOf(saved)));

let typedIn = 0;

/** A chat that was typed in; until it is saved only its host is shown of its address. */
export function newChat(name: string, url: string): ChatDraft {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const wanted = { on: true, severity: "notice", kinds: null, when: "both" } as const;
  typedIn += 1;
  return { key: `new ${typedIn}`, name, url, host, last4: url.slice(-4), ...wanted };
}

/** In the order in which they are shown. */
export const KINDS = Object.keys(NAMES) as Kind[];

export const SEVERITIES: { severity: Wanted["severity"]; label: string }[] = [
  { severity: "notice", label: "All alerts" },
  { severity: "warning", label: "Warnings and critical ones" },
  { severity: "critical", label: "Critical ones only" },
];

export const WHENS: { when: Wanted["when"]; label: string }[] = [
  { when: "both", label: "At once and in the digest" },
  { when: "at_once", label: "At once" },
  { when: "digest", label: "In the digest only" },
];

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies Digest["weekday"][];

export const weekdayName = (day: Digest["weekday"]) => day.charAt(0).toUpperCase() + day.slice(1);

export const hourName = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** Without any of them there would be nothing to send; with all of them, later kinds come too. */
export function flipKind(chosen: Wanted["kinds"], flipped: Kind): Wanted["kinds"] {
  const next = KINDS.filter((kind) => (chosen ?? KINDS).includes(kind) !== (kind === flipped));
  if (next.length === 0) return chosen;
  return next.length === KINDS.length ? null : next;
}

const STATES: Record<AlertDelivery["status"], string> = {
  waiting: "Waiting",
  sending: "Being sent",
  delivered: "Delivered",
  dead: "Given up",
  dropped: "Not sent",
};

export function messageState({ status, attempts, next_at }: AlertDelivery): string {
  if (status !== "waiting") return STATES[status];
  if (attempts > 0) return "Waiting to try again";
  return next_at ? "Held" : STATES.waiting;
}
