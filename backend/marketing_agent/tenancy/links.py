"""One-time links: set-up of the first owner, invitations, signing in. Each works once."""

from datetime import timedelta

from sqlmodel import Session

from marketing_agent.kernel.ids import new_token
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import repository
from marketing_agent.tenancy.errors import LinkNotValid
from marketing_agent.tenancy.passwords import token_hash
from marketing_agent.tenancy.tables import OneTimeLinkRow

_LIFETIME = timedelta(hours=72)
_PATHS = {"setup": "/setup/", "invite": "/join/", "sign_in": "/signin/"}


def make_link(session: Session, purpose: str, user_id: str | None = None) -> str:
    """Path of a new one-time link; set-up links and invitations replace the ones before them."""
    if purpose != "sign_in":
        repository.drop_links(session, purpose, user_id)
    token = new_token()
    session.add(
        OneTimeLinkRow(
            token_hash=token_hash(token),
            purpose=purpose,
            user_id=user_id,
            expires_at=now() + _LIFETIME,
        )
    )
    session.flush()
    return f"{_PATHS[purpose]}?token={token}"


def use_link(session: Session, token: str, purpose: str) -> OneTimeLinkRow:
    """Takes the link, or raises LinkNotValid when it was used, is too old or never existed."""
    link = repository.live_link(session, token_hash(token), purpose)
    if link is None:
        raise LinkNotValid("This link was used already or is too old. Ask for a new one.")
    link.used_at = now()
    return link
