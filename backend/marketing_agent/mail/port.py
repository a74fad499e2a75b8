"""What a gateway is given and what it answers."""

from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Mail:
    """One message, as it leaves. `message_id` is the same however often it is tried."""

    id: str
    workspace_id: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str


class Gateway(Protocol):
    """A way out. `name` is stored with what left by it, `label` says it to people."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def sender(self) -> str:
        """The address that messages come from."""
        ...

    def deliver(self, session: Session, mail: Mail) -> tuple[str, ...]:
        """Delivers and returns the addresses that were refused; raises when all were."""
        ...
