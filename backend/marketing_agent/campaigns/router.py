"""REST of messages and of the preview inbox. Sending is a tool call that waits for approval."""

from fastapi import APIRouter, Depends

from marketing_agent.campaigns import service
from marketing_agent.campaigns.schemas import Message, MessageDraft, Messages
from marketing_agent.mail import service as mail
from marketing_agent.mail.schemas import Inbox, InboxMail
from marketing_agent.tenancy.http import CurrentCaller, Paged, TenantSession, require

router = APIRouter(tags=["messages"])
_writers = [Depends(require("owner", "admin", "marketer"))]


@router.get("/messages", operation_id="list_messages")
def list_messages(session: TenantSession, paged: Paged) -> Messages:
    """Messages to the team, the newest first."""
    return service.listed(session, paged)


@router.post("/messages", operation_id="draft_message", status_code=201, dependencies=_writers)
def draft_message(body: MessageDraft, session: TenantSession, caller: CurrentCaller) -> Message:
    """Writes a message to members and keeps it as a draft."""
    return service.draft(session, caller, body)


@router.get("/messages/{message_id}", operation_id="get_message")
def get_message(message_id: str, session: TenantSession) -> Message:
    """One message."""
    return service.get(session, message_id)


@router.get("/inbox", operation_id="list_inbox")
def list_inbox(session: TenantSession, paged: Paged) -> Inbox:
    """The preview inbox: what would have left, had a mail server been set, the newest first."""
    return mail.inbox(session, paged)


@router.get("/inbox/{mail_id}", operation_id="get_inbox_mail")
def get_inbox_mail(mail_id: str, session: TenantSession) -> InboxMail:
    """One mail of the preview inbox."""
    return mail.inbox_mail(session, mail_id)
