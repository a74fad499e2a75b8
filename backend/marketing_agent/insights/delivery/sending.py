"""One try to send a letter by a channel, and what came of it."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from json import dumps

from marketing_agent.insights.delivery.letters import Letter
from marketing_agent.insights.delivery.writing import as_chat, as_html, as_text
from marketing_agent.kernel.addresses import AddressRefused
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.outgoing import Answer, Call, Outgoing, Unreachable
from marketing_agent.kernel.time import now
from marketing_agent.mail.port import Mail
from marketing_agent.mail.service import message_id_of, open_gateway, recipient

SECONDS = 10.0
_MOST_BYTES = 4_096
_LONGEST_WAIT = 21_600.0
# Too early, too many, taking too long: the same may be right later. Other refusals are for good.
_PASSING = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`hopeless`: another try would come to the same. `wait`: seconds that the other side asks for.

    `answer` is the HTTP status of a chat. A delivered one may have a problem: some were refused.
    """

    delivered: bool
    answer: int | None = None
    problem: str | None = None
    hopeless: bool = False
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a letter goes: the members of a mail by name and address, or the address of a chat."""

    people: tuple[tuple[str, str], ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter on its way; `id` is the same at each try."""

    id: str
    workspace_id: str
    letter: Letter
    to: Addressee


def send(database: Database, settings: Settings, parcel: Parcel) -> Outcome:
    """Sends it, whatever comes of it."""
    if parcel.to.url is not None:
        return _post(settings, parcel.to.url, parcel.letter)
    return _mail(database, settings, parcel)


def _mail(database: Database, settings: Settings, parcel: Parcel) -> Outcome:
    gateway = open_gateway(settings)
    try:
        mail = _written(parcel, gateway.sender)
        with database.transaction(parcel.workspace_id) as session:
            refused = gateway.deliver(session, mail)
    except AppError as error:
        return Outcome(False, None, error.message, hopeless=not error.retryable)
    except ValueError:  # of the mail's own headers, which no name or subject should break
        return Outcome(False, None, "A header of the mail cannot be written.", hopeless=True)
    some = f"The mail server refused {len(refused)} of {len(mail.recipients)} addresses."
    return Outcome(True, None, some if refused else None)


def _written(parcel: Parcel, sender: str) -> Mail:
    letter = parcel.letter
    return Mail(
        id=parcel.id,
        workspace_id=parcel.workspace_id,
        message_id=message_id_of(parcel.id, sender),
        sender=sender,
        recipients=tuple(recipient(*each) for each in parcel.to.people),
        subject=letter.subject,
        text=as_text(letter),
        html=as_html(letter),
    )


def _post(settings: Settings, url: str, letter: Letter) -> Outcome:
    body = dumps(as_chat(letter), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = Outgoing.of(settings).send(Call("POST", url, headers, body, SECONDS, _MOST_BYTES))
    except AddressRefused as error:
        return Outcome(False, None, error.message, hopeless=True)
    except Unreachable as error:
        return Outcome(False, None, error.message)
    return _read(answer)


def _read(answer: Answer) -> Outcome:
    """Nothing of what it said is repeated: it comes from somewhere else."""
    status = answer.status
    if 200 <= status < 300:
        return Outcome(True, status)
    hopeless = status < 500 and status not in _PASSING
    wait = _asked_to_wait(answer.headers.get("retry-after", ""))
    return Outcome(False, status, f"It answered {status}.", hopeless, wait)


def _asked_to_wait(said: str) -> float:
    """Seconds of a `Retry-After`, which are a number or a date; never more than six hours."""
    if said.strip().isascii() and said.strip().isdecimal():
        return min(float(said[:12]), _LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max((aware - now()).total_seconds(), 0.0), _LONGEST_WAIT)
