"""Signing in: the set-up link, one-time links, passwords, server-side sessions, API keys."""

from datetime import timedelta

from sqlmodel import Session

from marketing_agent.kernel.ids import new_id, new_token
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import repository, service
from marketing_agent.tenancy.errors import LinkNotValid, TooManyLogins, WrongPassword
from marketing_agent.tenancy.links import use_link
from marketing_agent.tenancy.passwords import hash_password, password_matches, token_hash
from marketing_agent.tenancy.schemas import Caller, Login, SessionInfo, Setup, SignedIn, User
from marketing_agent.tenancy.tables import (
    LoginAttemptRow,
    MemberRow,
    UserRow,
    UserSessionRow,
)

_WINDOW = timedelta(minutes=15)
_MAX_FAILURES = 10
# A key in use is not written down at every request: they would wait for each other's row.
_SAME_USE = timedelta(minutes=1)


def setup_needed(session: Session) -> bool:
    """Whether nobody owns this installation yet."""
    return repository.count_users(session) == 0


def set_up(session: Session, setup: Setup, days: int) -> SignedIn:
    """Makes the first owner; the link dies in the same transaction."""
    use_link(session, setup.token, "setup")
    if not setup_needed(session):
        raise LinkNotValid("This installation has an owner already. Sign in instead.")
    user = create_user(session, setup.email, setup.name, setup.password)
    for workspace in service.list_workspaces(session):
        session.add(MemberRow(workspace_id=workspace.id, user_id=user.id, role="owner"))
    repository.drop_links(session, "setup", None)
    return start_session(session, user, days)


def create_user(session: Session, email: str, name: str, password: str | None) -> User:
    """A new person; without a password only one-time links let them in."""
    stored = hash_password(password) if password else None
    row = UserRow(id=new_id(), email=email.lower(), name=name, password_hash=stored)
    session.add(row)
    session.flush()
    return User(id=row.id, email=row.email, name=row.name)


def find_user(session: Session, email: str) -> User | None:
    """The person with that e-mail address."""
    row = repository.user_by_email(session, email.lower())
    return User(id=row.id, email=row.email, name=row.name) if row else None


def add_owner(session: Session, workspace_id: str, user_id: str) -> None:
    """Makes a person owner of a workspace, if they are no member yet."""
    if repository.member(session, workspace_id, user_id) is None:
        session.add(MemberRow(workspace_id=workspace_id, user_id=user_id, role="owner"))
        session.flush()


def sign_in_by_link(session: Session, token: str, days: int) -> SignedIn:
    """Signs in by a one-time link."""
    link = use_link(session, token, "sign_in")
    row = session.get_one(UserRow, link.user_id)
    return start_session(session, User(id=row.id, email=row.email, name=row.name), days)


def check_attempts(session: Session, login: Login, address: str) -> None:
    """Raises TooManyLogins after ten wrong passwords in a quarter of an hour."""
    since = now() - _WINDOW
    for subject in _subjects(login, address):
        if repository.failures_since(session, subject, since) >= _MAX_FAILURES:
            raise TooManyLogins("Too many wrong passwords. Wait 15 minutes and try again.")


def note_failure(session: Session, login: Login, address: str) -> None:
    """Counts a wrong password against the account and the address."""
    repository.drop_failures_before(session, now() - _WINDOW)
    session.add_all(LoginAttemptRow(subject=subject) for subject in _subjects(login, address))


def _subjects(login: Login, address: str) -> tuple[str, str]:
    return token_hash(f"account {login.email}"), token_hash(f"address {address}")


def sign_in_by_password(session: Session, login: Login, address: str, days: int) -> SignedIn:
    """Signs in by e-mail and password; WrongPassword says nothing about which was wrong."""
    row = repository.user_by_email(session, login.email)
    if not password_matches(row.password_hash if row else None, login.password) or row is None:
        raise WrongPassword("This e-mail address and password do not belong together.")
    repository.forget_failures(session, _subjects(login, address)[0])
    return start_session(session, User(id=row.id, email=row.email, name=row.name), days)


def start_session(session: Session, user: User, days: int) -> SignedIn:
    """A new server-side session; the secret goes into the cookie and nowhere else."""
    token, csrf = new_token(), new_token()
    expires = now() + timedelta(days=days)
    repository.drop_ended_sessions(session)
    session.add(
        UserSessionRow(
            token_hash=token_hash(token), user_id=user.id, csrf_token=csrf, expires_at=expires
        )
    )
    session.flush()
    workspaces = service.workspaces_of(session, user.id)
    info = SessionInfo(user=user, workspaces=workspaces, csrf_token=csrf)
    return SignedIn(token=token, info=info)


def session_info(session: Session, token: str) -> SessionInfo | None:
    """Who a session cookie belongs to, or None when it has ended."""
    row = repository.live_session(session, token_hash(token))
    if row is None:
        return None
    user = session.get_one(UserRow, row.user_id)
    return SessionInfo(
        user=User(id=user.id, email=user.email, name=user.name),
        workspaces=service.workspaces_of(session, user.id),
        csrf_token=row.csrf_token,
    )


def is_live(session: Session, credentials: str) -> bool:
    """Whether that is an API key or a session's secret that counts now."""
    hashed = token_hash(credentials)
    return bool(repository.live_key(session, hashed) or repository.live_session(session, hashed))


def sign_out(session: Session, token: str) -> None:
    """Ends a session on the server."""
    repository.end_session(session, token_hash(token))


def caller_of_key(session: Session, key: str) -> Caller | None:
    """Who an API key belongs to, or None when it is unknown or revoked."""
    row = repository.live_key(session, token_hash(key))
    if row is None:
        return None
    if row.last_used_at is None or row.last_used_at < now() - _SAME_USE:
        row.last_used_at = now()
    return Caller.model_validate(
        {"workspace_id": row.workspace_id, "user_id": None, "role": row.role, "kind": "api_key"}
        | {"key_of": row.created_by, "key_id": row.id}
    )
