"""Delivery by SMTP, against a real server on the loopback."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from marketing_agent.kernel.config import Settings
from marketing_agent.mail.errors import DeliveryRefused, MailServerUnavailable
from marketing_agent.mail.port import Mail
from marketing_agent.mail.service import open_gateway
from tests.agents.approvals.conftest import Team
from tests.cli.processes import free_port

SENDER = "Marketing Agent <agent@shop.example.com>"


@dataclass
class Server:
    """Keeps what it is sent; answers as it is told."""

    answer: str = "250 OK"
    refused: str = ""
    received: list[Message] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refused and self.refused in address:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.received.append(email.message_from_bytes(bytes(envelope.content or b"")))
        return self.answer


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def settings(settings: Settings, server: Server) -> Iterator[Settings]:
    """Settings with a mail server on the loopback."""
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    own = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "smtp_sender": SENDER,
    }
    yield settings.model_copy(update=own)
    controller.stop()


def _mail(*recipients: str) -> Mail:
    return Mail(
        id="0199",
        workspace_id="w",
        message_id="<0199@shop.example.com>",
        sender=SENDER,
        recipients=recipients or ("Ada <ada@example.com>",),
        subject="Grüße “from” us",
        text="Hello",
        html="<p>Hello</p>",
    )


def test_an_approved_message_reaches_the_server_once(team: Team, server: Server) -> None:
    message = team.drafted(subject="Sales — last week")
    approval = team.asked(message)
    assert approval["preview"]["effect"].endswith("by SMTP at 127.0.0.1.")
    team.decide(approval, approved=True)
    team.work()
    (mail,) = server.received
    assert mail["Message-ID"] == f"<{message}@shop.example.com>"
    assert mail["From"] == SENDER
    assert mail["To"].count("@example.com") == 2
    assert str(email.header.make_header(email.header.decode_header(mail["Subject"]))) == (
        "Sales — last week"
    )
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert team.inbox() == []
    assert team.done("viewer", "GET", f"/messages/{message}")["gateway"] == "smtp"


def test_a_busy_server_is_tried_again(team: Team, server: Server) -> None:
    server.answer = "451 try later"
    message = team.drafted()
    approval = team.asked(message)
    team.decide(approval, approved=True)
    team.work()
    found = team.done("viewer", "GET", f"/approvals/{approval['id']}")
    assert (found["status"], found["problem"]) == ("approved", "The mail server is busy (451).")
    assert team.done("viewer", "GET", f"/messages/{message}")["status"] == "draft"
    server.answer = "250 OK"
    call = {"arguments": {"message_id": message}, "approval_id": approval["id"]}
    assert team.done("marketer", "POST", "/tools/send_message", call)["data"]["status"] == "sent"
    assert len(server.received) == 1


def test_what_the_server_refuses_is_said_without_its_words(team: Team, server: Server) -> None:
    server.answer = "554 ada@example.com is a spammer"
    approval = team.asked(team.drafted())
    team.decide(approval, approved=True)
    team.work()
    found = team.done("viewer", "GET", f"/approvals/{approval['id']}")
    assert found["problem"] == "The mail server refused the message (554)."
    assert server.received == []


def test_refused_addresses_are_returned_and_all_refused_is_an_error(
    settings: Settings, server: Server
) -> None:
    gateway, server.refused = open_gateway(settings), "bo@"
    session: Any = None  # SMTP keeps nothing
    two = _mail("Ada <ada@example.com>", "Bo <bo@example.com>")
    assert gateway.deliver(session, two) == ("bo@example.com",)
    assert len(server.received) == 1
    with pytest.raises(DeliveryRefused, match=r"all recipients \(550\)"):
        gateway.deliver(session, _mail("Bo <bo@example.com>"))


def test_a_server_that_is_not_there_is_unavailable(settings: Settings) -> None:
    gone = settings.model_copy(update={"smtp_port": 1})
    session: Any = None
    with pytest.raises(MailServerUnavailable):
        open_gateway(gone).deliver(session, _mail())


def test_a_server_without_starttls_gets_no_mail(settings: Settings, server: Server) -> None:
    strict = settings.model_copy(update={"smtp_security": "starttls"})
    session: Any = None
    with pytest.raises(MailServerUnavailable):
        open_gateway(strict).deliver(session, _mail())
    assert server.received == []
