"""What an app's own server asks: who it is first, then tokens or their end."""

import base64
import binascii
from urllib.parse import unquote

from sqlmodel import Session

from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.tenancy.apps import clients, tokens
from marketing_agent.tenancy.apps.schemas import TokenRefused, Tokens
from marketing_agent.tenancy.apps.tables import AppClientRow


def exchange(
    session: Session, form: dict[str, str], authorization: str, outgoing: Outgoing
) -> Tokens | TokenRefused:
    """Tokens for a code or a refresh token. A refusal is returned: what it ended must stay so."""
    client = _client(session, form, authorization, outgoing)
    if isinstance(client, TokenRefused):
        return client
    match form.get("grant_type"):
        case "authorization_code":
            return tokens.take_code(session, client, form)
        case "refresh_token":
            return tokens.refresh(session, client, form)
    return TokenRefused(
        error="unsupported_grant_type", error_description="authorization_code or refresh_token"
    )


def revoke(
    session: Session, form: dict[str, str], authorization: str, outgoing: Outgoing
) -> TokenRefused | None:
    """Ends what a token of the app belongs to; None also for a token that is none."""
    client = _client(session, form, authorization, outgoing)
    if isinstance(client, TokenRefused):
        return client
    tokens.revoke(session, client, form.get("token", ""))
    return None


def _client(
    session: Session, form: dict[str, str], authorization: str, outgoing: Outgoing
) -> AppClientRow | TokenRefused:
    client_id, secret = _credentials(form, authorization)
    try:
        client = clients.known(session, client_id, outgoing)
    except AppError:
        client = None
    if client is None or not clients.may_authenticate(client, secret):
        return TokenRefused(error="invalid_client", error_description="There is no such app.")
    return client


def _credentials(form: dict[str, str], authorization: str) -> tuple[str, str | None]:
    """Id and secret, from the header or from the form (RFC 6749 §2.3.1)."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret")
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", None
    return unquote(name), unquote(secret)
