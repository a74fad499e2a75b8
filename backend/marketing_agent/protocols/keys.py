"""Who calls at a door: by an API key, or by the token of an app that a person connected."""

from collections.abc import Callable

from fastapi import Request

from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Unauthenticated
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.apps import tokens
from marketing_agent.tenancy.apps.doors import resource_of
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    Bearer,
    Cookie,
    current_caller,
    own_address,
)
from marketing_agent.tenancy.schemas import Caller

METADATA = "/.well-known/oauth-protected-resource"
"""Where a door says who gives tokens for it (RFC 9728)."""


def caller_of(database: Database, header: str, resource: str | None = None) -> Caller | None:
    """The caller behind `Authorization: Bearer …`; None without a valid key.

    A door that names itself by its `resource` also takes tokens that were given for it.
    """
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return None
    with database.system(lasting=False) as session:
        if resource is not None and key.strip().startswith(tokens.ACCESS_PREFIX):
            return tokens.caller_of_token(session, key.strip(), resource)
        return sign_in.caller_of_key(session, key.strip())


def challenge_of(base: str, path: str, given: str = "") -> str:
    """`WWW-Authenticate` of a door's 401: where its metadata is (RFC 9728 §5.1, RFC 6750 §3)."""
    where = f'Bearer resource_metadata="{base}{METADATA}{path}"'
    return f'{where}, error="invalid_token"' if given else where


def caller_at(path: str) -> Callable[..., Caller]:
    """A dependency for a door of plain routes: people's sessions, keys, and tokens for it."""

    def caller(
        request: Request,
        database: AppDatabase,
        settings: AppSettings,
        bearer: Bearer,
        cookie: Cookie,
    ) -> Caller:
        given, base = request.headers.get("authorization", ""), own_address(request, settings)
        try:
            if bearer and bearer.credentials.startswith(tokens.ACCESS_PREFIX):
                return _by_token(database, given, resource_of(base, path))
            workspace = request.query_params.get("workspace")
            wanted = request.headers.get("x-workspace")
            return current_caller(request, database, bearer, cookie, wanted, workspace)
        except Unauthenticated as error:
            told = challenge_of(base, path, given)
            raise Unauthenticated(error.message, challenge=told) from error

    return caller


def _by_token(database: Database, header: str, resource: str) -> Caller:
    found = caller_of(database, header, resource)
    if found is None:
        raise Unauthenticated("This token is not valid here.")
    return found
