"""The routes that an app's own server calls: discovery, registration, tokens, their end.

Not built on the SDK's handlers: those keep a client's secret readable, do not look at the audience
of a refresh, and cannot end what was given when a code comes again.
"""

from typing import get_args
from urllib.parse import parse_qsl

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.protocols.bodies import read_body
from marketing_agent.protocols.keys import METADATA
from marketing_agent.tenancy.apps import clients, exchange
from marketing_agent.tenancy.apps.doors import DOORS, FIRST, resource_of
from marketing_agent.tenancy.apps.errors import ClientRefused, TooManyApps
from marketing_agent.tenancy.apps.schemas import (
    READ,
    WRITE,
    AuthMethod,
    Registration,
    TokenRefused,
    Tokens,
)
from marketing_agent.tenancy.http import own_address

SERVER = "/.well-known/oauth-authorization-server"
PAGE = "/connect/"
_TOKEN, _REGISTER, _REVOKE = "/oauth/token", "/oauth/register", "/oauth/revoke"
_METHODS = list(get_args(AuthMethod))
_SECRET = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_MOST_MB = 1


class OAuthRoutes:
    """OAuth 2.1 over tenancy's own rules; each request is one transaction."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database

    def mount(self, app: FastAPI) -> None:
        """Adds the routes. The page where a person says yes is the web app's."""
        app.router.routes += [
            Route(METADATA, self.resource),
            Route(f"{METADATA}{{path:path}}", self.resource),
            Route(SERVER, self.server),
            Route(_REGISTER, self.register, methods=["POST"]),
            Route(_TOKEN, self.token, methods=["POST"]),
            Route(_REVOKE, self.revoke, methods=["POST"]),
        ]

    def resource(self, request: Request) -> Response:
        """RFC 9728: which door this is, and who gives tokens for it."""
        path = request.path_params.get("path") or FIRST
        if path not in DOORS:
            return JSONResponse({"error": "There is no such resource."}, 404)
        base = self._base(request)
        return JSONResponse(
            {
                "resource": resource_of(base, path),
                "authorization_servers": [base],
                "bearer_methods_supported": ["header"],
                "scopes_supported": [READ, WRITE],
                "resource_name": f"Marketing Agent, {DOORS[path]}",
            }
        )

    def server(self, request: Request) -> Response:
        """RFC 8414: what the authorization server does."""
        base = self._base(request)
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}{PAGE}",
                "token_endpoint": f"{base}{_TOKEN}",
                "registration_endpoint": f"{base}{_REGISTER}",
                "revocation_endpoint": f"{base}{_REVOKE}",
                "scopes_supported": [READ, WRITE],
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "token_endpoint_auth_methods_supported": _METHODS,
                "revocation_endpoint_auth_methods_supported": _METHODS,
                "code_challenge_methods_supported": ["S256"],
                "client_id_metadata_document_supported": True,
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def register(self, request: Request) -> Response:
        """RFC 7591: an app introduces itself."""
        body = await read_body(request, _MOST_MB)
        address = request.client.host if request.client else ""
        return await run_in_threadpool(self._register, body, address)

    async def token(self, request: Request) -> Response:
        """RFC 6749 §3.2: tokens for a code, or for a refresh token."""
        form = _form(await read_body(request, _MOST_MB))
        given = await run_in_threadpool(self._exchange, form, _authorization(request))
        refused = given.error == "invalid_client" if isinstance(given, TokenRefused) else False
        status = 401 if refused else 400 if isinstance(given, TokenRefused) else 200
        headers = _SECRET | ({"WWW-Authenticate": "Basic"} if refused else {})
        return JSONResponse(given.model_dump(), status, headers)

    async def revoke(self, request: Request) -> Response:
        """RFC 7009: an app gives back what it was given."""
        form = _form(await read_body(request, _MOST_MB))
        refused = await run_in_threadpool(self._revoke, form, _authorization(request))
        return JSONResponse(refused.model_dump(), 401, _SECRET) if refused else Response()

    def _register(self, body: bytes, address: str) -> Response:
        try:
            asked = Registration.model_validate_json(body)
            with self._database.system() as session:
                told = clients.register(session, asked, address)
        except ValidationError:
            return _bad_client("This is not the metadata of a client.")
        except ClientRefused as error:
            return _bad_client(error.message)
        except TooManyApps as error:
            return JSONResponse({"error": "slow_down", "error_description": error.message}, 429)
        return JSONResponse(told, 201, _SECRET)

    def _exchange(self, form: dict[str, str], authorization: str) -> Tokens | TokenRefused:
        with self._database.system() as session:
            return exchange.exchange(session, form, authorization, Outgoing.of(self._settings))

    def _revoke(self, form: dict[str, str], authorization: str) -> TokenRefused | None:
        with self._database.system() as session:
            return exchange.revoke(session, form, authorization, Outgoing.of(self._settings))

    def _base(self, request: Request) -> str:
        return own_address(request, self._settings)


def _form(body: bytes) -> dict[str, str]:
    """A form's fields; one that comes twice is none (RFC 6749 §3.2), but for `resource`.

    There may be several of that (RFC 8707 §2.2): they stand in one, apart by spaces.
    """
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=False, max_num_fields=50)
    names = [name for name, _value in pairs]
    form = {name: value for name, value in pairs if names.count(name) == 1}
    resources = [value for name, value in pairs if name == "resource"]
    return form | ({"resource": " ".join(resources)} if resources else {})


def _authorization(request: Request) -> str:
    return request.headers.get("authorization", "")


def _bad_client(why: str) -> Response:
    told = {"error": "invalid_client_metadata", "error_description": why}
    return JSONResponse(told, 400, _SECRET)
