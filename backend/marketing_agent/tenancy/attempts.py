"""How often somebody tried something in the last quarter of an hour, kept by hash."""

from datetime import timedelta

from sqlmodel import Session

from marketing_agent.kernel.time import now
from marketing_agent.tenancy import repository
from marketing_agent.tenancy.passwords import token_hash
from marketing_agent.tenancy.tables import LoginAttemptRow

_WINDOW = timedelta(minutes=15)


def allowed(session: Session, subject: str, most: int) -> bool:
    """Counts one more try; false when there were as many already, and then it is not counted."""
    hashed, since = token_hash(subject), now() - _WINDOW
    repository.drop_failures_before(session, since)
    if repository.failures_since(session, hashed, since) >= most:
        return False
    session.add(LoginAttemptRow(subject=hashed))
    session.flush()
    return True
