"""Apps by what they say of themselves: registered here, or in a document at their own address."""

import re
import secrets
import unicodedata
from datetime import timedelta
from typing import Any, get_args
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.kernel.ids import new_id, new_token
from marketing_agent.kernel.outgoing import Call, Outgoing, Unreachable
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import attempts
from marketing_agent.tenancy.apps import repository
from marketing_agent.tenancy.apps.errors import ClientRefused, TooManyApps
from marketing_agent.tenancy.apps.schemas import AuthMethod, Registration
from marketing_agent.tenancy.apps.tables import AppClientRow
from marketing_agent.tenancy.passwords import token_hash

_METHODS = get_args(AuthMethod)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ADDRESS = re.compile(r"https?://[!-~]+")
_DOCUMENT_BYTES = 16 * 1024
_FRESH = timedelta(hours=1)
_UNUSED = timedelta(days=1)
_MOST_PER_ADDRESS = 30


def is_document(client_id: str) -> bool:
    """Whether a client's id is the address of its own document."""
    return client_id.startswith(("https://", "http://"))


def register(session: Session, asked: Registration, address: str) -> dict[str, Any]:
    """Takes an app in (RFC 7591) and returns its record; a secret is in it this once.

    Raises ClientRefused, and TooManyApps for an address that registers again and again.
    """
    if not attempts.allowed(session, f"register {address}", _MOST_PER_ADDRESS):
        raise TooManyApps("Too many apps were registered from here. Wait 15 minutes.")
    repository.drop_unused_clients(session, now() - _UNUSED)
    row = _row(new_id(), asked)
    secret = new_token() if row.auth_method != "none" else None
    row.secret_hash = token_hash(secret) if secret else None
    repository.keep_client(session, row)
    told = {"client_secret": secret, "client_secret_expires_at": 0} if secret else {}
    return told | {
        "client_id": row.id,
        "client_id_issued_at": int(row.created_at.timestamp()),
        "client_name": row.name,
        "redirect_uris": row.redirect_uris,
        "token_endpoint_auth_method": row.auth_method,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
    }


def known(session: Session, client_id: str, outgoing: Outgoing) -> AppClientRow:
    """The app of that id, its document read anew after an hour; raises ClientRefused."""
    row = repository.client(session, client_id) if "\x00" not in client_id else None
    if not is_document(client_id):
        if row is None:
            raise ClientRefused("This app is not registered here. Connect it again from the app.")
        return row
    if row is not None and row.read_at > now() - _FRESH:
        return row
    return repository.keep_client(session, _read(client_id, outgoing))


def may_authenticate(row: AppClientRow, secret: str | None) -> bool:
    """Whether the secret is the app's; one without a secret sends none."""
    if row.secret_hash is None:
        return secret is None
    return secret is not None and secrets.compare_digest(row.secret_hash, token_hash(secret))


def takes(row: AppClientRow, redirect_uri: str) -> bool:
    """Whether that is an address of the app: the same text, or another port of the loopback."""
    if redirect_uri in row.redirect_uris:
        return True
    asked = _parts(redirect_uri)
    # RFC 8252 §7.3: a program on the person's machine listens where there is room.
    return (
        asked is not None
        and asked.scheme == "http"
        and any(
            kept is not None and _without_port(kept) == _without_port(asked)
            for kept in map(_parts, row.redirect_uris)
        )
    )


def _read(url: str, outgoing: Outgoing) -> AppClientRow:
    """The client metadata document, whose id must be its own address."""
    if urlsplit(url).path in ("", "/"):
        raise ClientRefused("The app's id is not the address of a document.")
    try:
        call = Call("GET", url, {"Accept": "application/json"}, most_bytes=_DOCUMENT_BYTES)
        answer = outgoing.send(call)
    except Unreachable as error:
        raise ClientRefused("The app's own document does not answer.") from error
    if answer.status != 200 or not answer.whole:
        raise ClientRefused("The app's own document cannot be read.")
    try:
        said = _Document.model_validate_json(answer.body)
    except ValidationError as error:
        raise ClientRefused("The app's own document is not one.") from error
    if said.client_id != url:
        raise ClientRefused("The app's own document is of another app.")
    row = _row(url, said)
    if row.auth_method != "none":
        raise ClientRefused("The app's document asks for a way to sign in that is not offered.")
    row.document = True
    return row


class _Document(Registration):
    client_id: str


def _row(client_id: str, said: Registration) -> AppClientRow:
    method = said.token_endpoint_auth_method or "none"
    if method not in _METHODS:
        raise ClientRefused(f"Apps sign in by {', '.join(_METHODS)}.")
    if "authorization_code" not in said.grant_types or "code" not in said.response_types:
        raise ClientRefused("Apps are connected by an authorization code alone.")
    for uri in said.redirect_uris:
        if _parts(uri) is None:
            raise ClientRefused("A redirect address is https, or http on the loopback.")
    return AppClientRow(
        id=client_id,
        name=_shown(said.client_name or "") or "An app without a name",
        redirect_uris=list(said.redirect_uris),
        auth_method=method,
    )


def _parts(uri: str) -> SplitResult | None:
    """An address that a browser may be sent to: no script, no user, no fragment."""
    if not _ADDRESS.fullmatch(uri) or set(uri) & set('\\#<>"'):
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    local = parts.hostname in _LOOPBACK
    return parts if parts.scheme == "https" or local else None


def _without_port(parts: SplitResult) -> tuple[str, str | None, str, str]:
    return parts.scheme, parts.hostname, parts.path, parts.query


def _shown(name: str) -> str:
    """A name as it is shown: no character that turns or hides the rest of the line."""
    kept = (" " if unicodedata.category(one)[0] in "CZ" else one for one in name)
    return " ".join("".join(kept).split())[:80]
