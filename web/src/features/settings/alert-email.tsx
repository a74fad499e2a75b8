import { useMembers } from "@/api/queries/workspace";
import type { AlertSettings } from "@/api/types";
import { Failed } from "@/ui/state";
import type { EmailDraft } from "./alert-draft";
import { SendTest } from "./alert-test";
import { Check, WantedFields } from "./alert-wanted";
import { Panel, RowsSkeleton } from "./parts";

const NOTES: Record<AlertSettings["mail"], string> = {
  smtp: "Members get a mail with what was raised and a link to it.",
  preview:
    "No mail server is set up yet, so mails lie in the inbox of this app and nothing leaves.",
};

interface EmailProps {
  email: EmailDraft;
  mail: AlertSettings["mail"];
  unsaved: boolean;
  onChange: (change: Partial<EmailDraft>) => void;
}

function Recipients({ email, onChange }: Pick<EmailProps, "email" | "onChange">) {
  const { data, error, refetch } = useMembers();
  if (error && !data) return <Failed error={error} what="The members" onRetry={refetch} />;
  if (!data) return <RowsSkeleton />;
  const chosen = new Set(email.recipients);
  const flip = (id: string) => {
    const here = data.items.map(({ user_id }) => user_id);
    onChange({ recipients: here.filter((one) => chosen.has(one) !== (one === id)) });
  };
  return (
    <fieldset>
      <legend className="mb-1 text-12 font-medium text-soft">Who gets it</legend>
      {data.items.map(({ user_id, name, email: address, pending }) => (
        <Check
          key={user_id}
          label={`${name}, ${address}${pending ? " (gets mail once they have signed in)" : ""}`}
          checked={chosen.has(user_id)}
          onChange={() => flip(user_id)}
        />
      ))}
    </fieldset>
  );
}

export function AlertEmail({ email, mail, unsaved, onChange }: EmailProps) {
  return (
    <Panel title="E-mail" note={NOTES[mail]}>
      <div className="grid gap-4">
        <Check
          label="Send alerts by e-mail"
          checked={email.on}
          onChange={() => onChange({ on: !email.on })}
        />
        {email.on && (
          <>
            <Recipients email={email} onChange={onChange} />
            <WantedFields wanted={email} onChange={onChange} />
            <SendTest channel="email" unsaved={unsaved} />
          </>
        )}
      </div>
    </Panel>
  );
}
