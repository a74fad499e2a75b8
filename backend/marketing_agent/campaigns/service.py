"""Messages to the team: drafted, shown exactly as they would leave, and sent once.

Nothing here decides whether a message may leave: whoever calls `send` has the approval.
"""

import hashlib
import html
import json
from collections.abc import Iterable

from sqlmodel import Session

from marketing_agent.campaigns import repository
from marketing_agent.campaigns.errors import UnknownMessage, UnknownRecipient
from marketing_agent.campaigns.schemas import TEAM, Message, MessageDraft, Messages, Recipient
from marketing_agent.campaigns.tables import MessageRow
from marketing_agent.events import service as events
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.kernel.time import now
from marketing_agent.mail.port import Gateway, Mail
from marketing_agent.mail.service import message_id_of, recipient
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Member

__all__ = [
    "draft",
    "get",
    "listed",
    "mail_digest",
    "mail_of",
    "send",
]

DRAFTED, SENT = "message.drafted", "message.sent"


def draft(
    session: Session, caller: Caller, new: MessageDraft, created_from: str | None = None
) -> Message:
    """Keeps a message that nobody has sent; raises UnknownRecipient for who is no member.

    `created_from` is the run that wrote it.
    """
    people = _people(tenancy.list_members(session, caller), new.to)
    row = MessageRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        subject=new.subject,
        body_text=new.body,
        body_html=_as_html(new.body),
        recipients=[one.model_dump() for one in people],
        digest="",
        created_from=created_from,
        created_by=caller.user_id,
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()
    events.emit(session, row.workspace_id, DRAFTED, {"message_id": row.id})
    return _message(row)


def _people(members: Iterable[Member], to: str | tuple[str, ...]) -> list[Recipient]:
    """Members: everybody, or those of these addresses."""
    joined = {member.email.lower(): member for member in members}
    names = [to] if isinstance(to, str) else list(to)
    wanted = [name.strip().lower() for name in names]
    if TEAM in wanted:
        wanted = list(joined)
    unknown = [name for name in wanted if name not in joined]
    if unknown:
        raise UnknownRecipient(f"{unknown[0][:254]} is no member of this workspace.")
    found = [joined[name] for name in dict.fromkeys(wanted)]
    return [Recipient(user_id=one.user_id, email=one.email, name=one.name) for one in found]


def get(session: Session, message_id: str) -> Message:
    """One message; raises UnknownMessage."""
    return _message(_known(session, message_id))


def listed(session: Session, asked: PageAsked) -> Messages:
    """A page of messages, the newest first."""
    page = repository.newest(session, asked)
    return Messages(items=tuple(map(_message, page.rows)), next_cursor=page.next_cursor)


def mail_of(session: Session, caller: Caller, message_id: str, gateway: Gateway) -> Mail:
    """A message exactly as it would leave now; raises UnknownMessage.

    Raises UnknownRecipient when somebody has left the workspace since it was drafted.
    """
    row = _known(session, message_id)
    people = [Recipient.model_validate(one) for one in row.recipients]
    members = {one.user_id: one.email for one in tenancy.list_members(session, caller)}
    for one in people:
        if members.get(one.user_id) != one.email:
            raise UnknownRecipient(f"{one.email} is no member of this workspace any more.")
    return Mail(
        id=row.id,
        workspace_id=row.workspace_id,
        message_id=message_id_of(row.id, gateway.sender),
        sender=gateway.sender,
        recipients=tuple(recipient(one.name, one.email) for one in people),
        subject=row.subject,
        text=row.body_text,
        html=row.body_html,
    )


def mail_digest(mail: Mail) -> str:
    """Hash of everything that would leave: what an approval is bound to."""
    parts = [mail.sender, list(mail.recipients), mail.subject, mail.text, mail.html]
    return _sha256([mail.id, mail.message_id, *parts])


def send(session: Session, caller: Caller, message_id: str, gateway: Gateway) -> Message:
    """Delivers a message; one that was sent before is returned as it is.

    Raises what the gateway raises: then nothing has changed and it can be tried again.
    """
    row = _known(session, message_id)
    if row.status == "sent":
        return _message(row)
    mail = mail_of(session, caller, message_id, gateway)
    row.refused = list(gateway.deliver(session, mail))
    row.status, row.sent_at, row.gateway = "sent", now(), gateway.name
    session.flush()
    told = {"message_id": row.id, "subject": row.subject, "gateway": gateway.name}
    events.emit(session, row.workspace_id, SENT, told | {"run_id": row.created_from})
    return _message(row)


def _as_html(text: str) -> str:
    """Paragraphs of escaped text: what people and rows wrote is never markup."""
    paragraphs = html.escape(text).replace("\r\n", "\n").split("\n\n")
    body = "".join(f"<p>{one.replace(chr(10), '<br>')}</p>" for one in paragraphs)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{body}</body></html>'


def _digest(row: MessageRow) -> str:
    return _sha256([row.subject, row.body_text, row.body_html, row.recipients])


def _sha256(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _known(session: Session, message_id: str) -> MessageRow:
    row = repository.find(session, message_id)
    if row is None:
        raise UnknownMessage("There is no such message.")
    return row


def _message(row: MessageRow) -> Message:
    return Message.model_validate(row.model_dump())
