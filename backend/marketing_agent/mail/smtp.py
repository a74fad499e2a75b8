"""Delivery by SMTP. The Message-ID comes from the message's own id, so a retry is no second one."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP

from sqlmodel import Session

from marketing_agent.kernel.config import Settings
from marketing_agent.mail.errors import DeliveryRefused, MailServerUnavailable
from marketing_agent.mail.port import Mail

_SECONDS = 20
_PASSING = range(400, 500)


class SmtpGateway:
    """Hands messages to the mail server of the settings."""

    name = "smtp"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def label(self) -> str:
        """The server, without credentials."""
        return f"SMTP at {self._settings.smtp_host}"

    @property
    def sender(self) -> str:
        return self._settings.smtp_sender or ""

    def deliver(self, session: Session, mail: Mail) -> tuple[str, ...]:
        """Raises DeliveryRefused for good, MailServerUnavailable for now."""
        if not mail.recipients:
            raise DeliveryRefused("The message has no recipient.")
        try:
            with self._server() as server:
                return tuple(server.send_message(_written(mail)))
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _failure(codes[0], "all recipients") from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, "the message") from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerUnavailable("The mail server does not answer.") from error

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        found = self._settings
        place = (found.smtp_host or "", found.smtp_port)
        if found.smtp_security == "tls":
            tls = ssl.create_default_context()
            opened: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=_SECONDS, context=tls)
        else:
            opened = smtplib.SMTP(*place, timeout=_SECONDS)
        with opened as server:
            if found.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if found.smtp_user and found.smtp_password:
                server.login(found.smtp_user, found.smtp_password.get_secret_value())
            yield server


def _failure(code: int, what: str) -> DeliveryRefused | MailServerUnavailable:
    """A server's own words may quote addresses, so only its code is passed on."""
    if code in _PASSING:
        return MailServerUnavailable(f"The mail server is busy ({code}).")
    return DeliveryRefused(f"The mail server refused {what} ({code}).")


def _written(mail: Mail) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = mail.sender
    letter["To"] = ", ".join(mail.recipients)
    letter["Subject"] = mail.subject
    letter["Message-ID"] = mail.message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.text)
    letter.add_alternative(mail.html, subtype="html")
    return letter
