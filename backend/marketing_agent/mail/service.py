"""The way out that the settings name, and what it kept where nothing leaves."""

from email.utils import formataddr, parseaddr

from sqlmodel import Session

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.mail import repository
from marketing_agent.mail.errors import UnknownMail, UnwritableAddress
from marketing_agent.mail.port import Gateway
from marketing_agent.mail.preview import PreviewGateway
from marketing_agent.mail.schemas import Inbox, InboxMail
from marketing_agent.mail.smtp import SmtpGateway
from marketing_agent.mail.tables import InboxRow


def open_gateway(settings: Settings) -> Gateway:
    """The way out that the settings name: SMTP where a server is set, else the preview inbox."""
    return SmtpGateway(settings) if settings.smtp_host else PreviewGateway()


def inbox(session: Session, asked: PageAsked) -> Inbox:
    """A page of the preview inbox, the newest first."""
    page = repository.inbox(session, asked)
    return Inbox(items=tuple(map(_mail, page.rows)), next_cursor=page.next_cursor)


def inbox_mail(session: Session, mail_id: str) -> InboxMail:
    """One mail of the preview inbox; raises UnknownMail."""
    row = repository.inbox_mail(session, mail_id)
    if row is None:
        raise UnknownMail("There is no such mail in the preview inbox.")
    return _mail(row)


def recipient(name: str, email: str) -> str:
    """Somebody as a header names them, “Ada <ada@example.com>”; raises UnwritableAddress."""
    try:
        return formataddr((name, email))
    except UnicodeError as error:
        raise UnwritableAddress(
            f"A mail cannot be sent to {email}: only plain letters fit into its address."
        ) from error


def message_id_of(mail_id: str, sender: str) -> str:
    """The Message-ID of a mail: the same however often it is tried."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{mail_id}@{domain}>"


def _mail(row: InboxRow) -> InboxMail:
    return InboxMail.model_validate(row.model_dump())
