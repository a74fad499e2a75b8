"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useInbox, useInboxMail } from "@/api/queries/approvals";
import { useWorkspace } from "@/api/session";
import type { InboxMail } from "@/api/types";
import { MailText } from "@/blocks/mail-text";
import { cx } from "@/lib/cx";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { PageBar } from "@/ui/page-bar";
import { ShowMore } from "@/ui/show-more";
import { Failed, Notice } from "@/ui/state";

interface ItemProps {
  mail: InboxMail;
  here: boolean;
  onOpen: () => void;
}

function Item({ mail, here, onOpen }: ItemProps) {
  const { timezone } = useWorkspace();
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-current={here ? "true" : undefined}
        onClick={onOpen}
        className={cx(
          "w-full px-2.5 py-2 text-left hover:bg-sunk max-rail:min-h-11",
          here && "bg-sunk",
        )}
      >
        <span className="block truncate font-medium">{mail.subject}</span>
        <span className="block truncate text-soft">{mail.recipients.join(", ")}</span>
        <span className="block text-12 text-faint">{formatMoment(mail.received_at, timezone)}</span>
      </button>
    </li>
  );
}

function Opened({ mail }: { mail: InboxMail }) {
  const { timezone } = useWorkspace();
  return (
    <article aria-label={mail.subject} className="rounded-card border border-line bg-surface p-4">
      <MailText
        sender={mail.sender}
        recipients={mail.recipients}
        subject={mail.subject}
        body={mail.body_text}
      />
      <p className="mt-3 border-t border-line pt-2 text-12 text-faint">
        Kept here {formatMoment(mail.received_at, timezone)}. No mail server is set, so it went no
        further.
      </p>
    </article>
  );
}

interface MailsProps {
  mails: readonly InboxMail[];
  showMore: (() => void) | null;
  loadingMore: boolean;
}

function Mails({ mails, ...more }: MailsProps) {
  const [chosen, setChosen] = useQueryState("mail", parseAsString);
  const listed = mails.find(({ id }) => id === chosen);
  const { data: older } = useInboxMail(listed ? null : chosen);
  const mail = listed ?? older;
  return (
    <div className="grid gap-6 rail:grid-cols-[300px_minmax(0,1fr)]">
      <nav aria-label="Mail" className={cx(mail && "max-rail:hidden")}>
        <ul>
          {mails.map((one) => (
            <Item
              key={one.id}
              mail={one}
              here={one.id === chosen}
              onOpen={() => void setChosen(one.id)}
            />
          ))}
        </ul>
        <ShowMore {...more} />
      </nav>
      {mail ? (
        <div>
          <Button className="mb-3 rail:hidden" onClick={() => void setChosen(null)}>
            All mail
          </Button>
          <Opened mail={mail} />
        </div>
      ) : (
        <p className="py-2 text-soft max-rail:hidden">
          Choose a message to read it as it would leave.
        </p>
      )}
    </div>
  );
}

/** What would have left the house, kept because no mail server is set. */
export function InboxPage() {
  const { items, error, refetch, ...more } = useInbox();
  return (
    <>
      <PageBar title="Inbox" />
      {error && <Failed error={error} what="The inbox" onRetry={refetch} />}
      {!items && !error && <div aria-busy="true" className="skeleton h-48" />}
      {items?.length === 0 && (
        <Notice title="No mail has left yet">
          Until a mail server is set, every message that somebody approved is kept here exactly as
          it would have left. Ask the agent to send a summary to the team, and approve it.
        </Notice>
      )}
      {items && items.length > 0 && <Mails mails={items} {...more} />}
    </>
  );
}
