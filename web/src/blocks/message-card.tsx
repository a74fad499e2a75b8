import Link from "next/link";
import type { TeamMessage } from "@/api/types";
import { MailText, people } from "./mail-text";

/** A message that was drafted or sent, folded to one line. */
export function MessageCard({ message }: { message: TeamMessage }) {
  const { status, subject, body_text, recipients, gateway } = message;
  const sent = status === "sent";
  return (
    <details className="rounded-card border border-line px-3 py-2">
      <summary className="text-pretty max-rail:min-h-11 max-rail:py-3">
        <span className="font-medium">{sent ? "Sent" : "Drafted"}</span>
        <span className="text-soft">
          : “{subject}” to {people(recipients.length)}
        </span>
      </summary>
      <div className="mt-2 border-t border-line pt-2">
        <MailText
          recipients={recipients.map(({ name, email }) => `${name} <${email}>`)}
          subject={subject}
          body={body_text}
        />
        {sent && gateway === "preview" && (
          <p className="mt-2 text-12">
            <Link href="/inbox/" className="underline underline-offset-2">
              Open the preview inbox
            </Link>
          </p>
        )}
      </div>
    </details>
  );
}
