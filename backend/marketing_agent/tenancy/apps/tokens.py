"""Codes, access tokens and refresh tokens of apps. Each is kept by its hash and used once.

What is used a second time was stolen, or its answer was lost: either way all of it ends.
"""

import base64
import hashlib
import secrets
from datetime import timedelta
from typing import get_args

from sqlmodel import Session

from marketing_agent.kernel.ids import new_token
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import repository as members
from marketing_agent.tenancy.apps import repository
from marketing_agent.tenancy.apps.schemas import READ, WRITE, AppRequest, TokenRefused, Tokens
from marketing_agent.tenancy.apps.tables import AppClientRow, AppGrantRow, AppSecretRow
from marketing_agent.tenancy.passwords import token_hash
from marketing_agent.tenancy.roles import common_role
from marketing_agent.tenancy.schemas import Caller, Role

ACCESS_PREFIX, REFRESH_PREFIX = "maa_", "mar_"
_CODE, _ACCESS, _REFRESH = timedelta(minutes=2), timedelta(minutes=15), timedelta(days=30)
_KEPT = timedelta(days=1)
_SAME_USE = timedelta(minutes=1)
_ROLES: tuple[Role, ...] = get_args(Role)
_GONE = TokenRefused(error="invalid_grant", error_description="This is not valid any more.")


def new_code(session: Session, grant: AppGrantRow, asked: AppRequest) -> str:
    """A code for what a person just allowed, bound to the app's address and challenge."""
    repository.drop_ended_secrets(session, now() - _KEPT)
    code = new_token()
    row = _secret(grant, "code", code, _CODE)
    row.redirect_uri, row.challenge = asked.redirect_uri, asked.code_challenge
    session.add(row)
    session.flush()
    return code


def take_code(
    session: Session, client: AppClientRow, form: dict[str, str]
) -> Tokens | TokenRefused:
    """Tokens for a code. A code that comes again ends what its first use gave."""
    found = _usable(session, client, "code", form.get("code", ""), form)
    if isinstance(found, TokenRefused):
        return found
    row, grant = found
    if row.redirect_uri != form.get("redirect_uri"):
        return TokenRefused(error="invalid_grant", error_description="Another redirect address.")
    if not _proves(form.get("code_verifier", ""), row.challenge or ""):
        return TokenRefused(error="invalid_grant", error_description="The verifier is wrong.")
    return _issued(session, row, grant, form)


def refresh(session: Session, client: AppClientRow, form: dict[str, str]) -> Tokens | TokenRefused:
    """New tokens for a refresh token, which ends. One that comes again ends them all."""
    found = _usable(session, client, "refresh", form.get("refresh_token", ""), form)
    return found if isinstance(found, TokenRefused) else _issued(session, *found, form)


def revoke(session: Session, client: AppClientRow, token: str) -> None:
    """Ends what a token belongs to, if it is the app's (RFC 7009); says nothing of others."""
    row = repository.any_secret(session, token_hash(token))
    grant = repository.grant(session, row.grant_id) if row else None
    if grant is not None and grant.client_id == client.id:
        repository.end_grant(session, grant.id)


def caller_of_token(session: Session, token: str, resource: str) -> Caller | None:
    """Whom an app acts for at a door: a member, with the rights that both still have.

    None for a token of other doors, and once the person has left.
    """
    found = repository.live_access(session, token_hash(token))
    if found is None:
        return None
    secret, grant = found
    if resource not in (grant.resources if secret.resources is None else secret.resources):
        return None
    member = members.member(session, grant.workspace_id, grant.user_id)
    if member is None:
        return None
    if grant.last_used_at is None or grant.last_used_at < now() - _SAME_USE:
        grant.last_used_at = now()
    return Caller(
        workspace_id=grant.workspace_id,
        user_id=grant.user_id,
        role=common_role(_role(grant.role), _role(member.role)),
        kind="app",
        key_id=grant.client_id,
    )


def _usable(
    session: Session, client: AppClientRow, kind: str, secret: str, form: dict[str, str]
) -> tuple[AppSecretRow, AppGrantRow] | TokenRefused:
    """A code or refresh token and what it stands for, if this app may use it now."""
    row = repository.locked_secret(session, token_hash(secret), kind)
    grant = repository.grant(session, row.grant_id) if row else None
    if row is None or grant is None or grant.client_id != client.id:
        return _GONE
    if row.used_at is not None:
        repository.end_grant(session, grant.id)
        return _GONE
    if grant.revoked_at is not None or row.expires_at <= now():
        return _GONE
    if not set(_wanted(form)) <= set(grant.resources):
        return TokenRefused(error="invalid_target", error_description="It is for another place.")
    return row, grant


def _wanted(form: dict[str, str]) -> list[str]:
    """The doors that tokens are asked for; none stand for all that was allowed."""
    return [one.rstrip("/") for one in form.get("resource", "").split()]


def _issued(
    session: Session, row: AppSecretRow, grant: AppGrantRow, form: dict[str, str]
) -> Tokens:
    """An access token for the doors that were asked for, a refresh token for all (RFC 8707)."""
    access, again = ACCESS_PREFIX + new_token(), REFRESH_PREFIX + new_token()
    row.used_at = now()
    opens = _secret(grant, "access", access, _ACCESS)
    opens.resources = _wanted(form) or None
    session.add(opens)
    session.add(_secret(grant, "refresh", again, _REFRESH))
    session.flush()
    return Tokens(
        access_token=access,
        expires_in=int(_ACCESS.total_seconds()),
        refresh_token=again,
        scope=READ if grant.role == "viewer" else f"{READ} {WRITE}",
    )


def _secret(grant: AppGrantRow, kind: str, secret: str, lasts: timedelta) -> AppSecretRow:
    return AppSecretRow(
        secret_hash=token_hash(secret),
        workspace_id=grant.workspace_id,
        grant_id=grant.id,
        kind=kind,
        expires_at=now() + lasts,
    )


def _proves(verifier: str, challenge: str) -> bool:
    """RFC 7636 §4.6, by S256 alone."""
    if not 43 <= len(verifier) <= 128:
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    return secrets.compare_digest(digest.decode().rstrip("="), challenge)


def _role(name: str) -> Role:
    return next(role for role in _ROLES if role == name)
