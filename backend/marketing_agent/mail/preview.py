"""The default way out: nothing leaves the machine, and people see what would have left."""

from sqlmodel import Session

from marketing_agent.mail import repository
from marketing_agent.mail.port import Mail


class PreviewGateway:
    """Puts each message into the preview inbox, once."""

    name = "preview"
    label = "the preview inbox: nothing leaves this machine"
    sender = "Marketing Agent <marketing-agent@localhost>"

    def deliver(self, session: Session, mail: Mail) -> tuple[str, ...]:
        repository.put_in_inbox(session, mail)
        return ()
