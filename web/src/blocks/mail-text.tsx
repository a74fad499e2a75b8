import { plural } from "@/lib/format";
import { ScrollBox } from "@/ui/scroll-box";

interface MailTextProps {
  recipients: readonly string[];
  subject: string | null;
  body: string | null;
  /** Who it comes from, where that is known. */
  sender?: string;
}

/** A mail exactly as it leaves, as plain text. */
export function MailText({ recipients, subject, body, sender }: MailTextProps) {
  const lines = [
    ["From", sender],
    ["To", recipients.join(", ")],
    ["Subject", subject],
  ].filter(([, value]) => value);
  return (
    <div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {body && (
        <ScrollBox
          label="Text of the message"
          className="mt-2 max-h-60 overflow-auto border-t border-line pt-2 text-pretty whitespace-pre-wrap wrap-anywhere"
        >
          {body}
        </ScrollBox>
      )}
    </div>
  );
}

export const people = (count: number) => plural(count, "person", "people");
