"""The SDK's own routes of both bindings, over our handler."""

from a2a.auth.user import User
from a2a.server.context import ServerCallContext
from a2a.server.jsonrpc_models import JSONParseError
from a2a.server.request_handlers.request_handler import RequestHandler
from a2a.server.request_handlers.response_helpers import build_error_response
from a2a.server.routes.common import DefaultServerCallContextBuilder
from a2a.server.routes.jsonrpc_routes import create_jsonrpc_routes
from a2a.server.routes.rest_routes import create_rest_routes
from a2a.types import ContentTypeNotSupportedError, InvalidRequestError
from a2a.utils.error_handlers import build_rest_error_payload
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from marketing_agent.protocols.a2a.handler import BASE, CALLER
from marketing_agent.tenancy.schemas import Caller


class _Calls(DefaultServerCallContextBuilder):
    """Hands on who calls and at which address, as the door found them."""

    def build(self, request: Request) -> ServerCallContext:
        context = super().build(request)
        for name in (CALLER, BASE):
            context.state[name] = request.scope[name]
        context.user = _Named(request.scope[CALLER])
        return context


class _Named(User):
    """Whose tasks they are, where the SDK keeps them."""

    def __init__(self, caller: Caller) -> None:
        self._name = f"{caller.workspace_id} {caller.user_id}"

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def user_name(self) -> str:
        return self._name


def open_app(handler: RequestHandler, path: str) -> ASGIApp:
    """JSON-RPC with and without a closing slash, and HTTP+JSON under `/rest`."""
    calls = _Calls()
    rest = create_rest_routes(handler, calls, path_prefix=f"{path}/rest")
    return Starlette(
        routes=[
            *create_jsonrpc_routes(handler, path, calls),
            *create_jsonrpc_routes(handler, f"{path}/", calls),
            # Not the SDK's routes by tenant: whose data it is, the key says.
            *(route for route in rest if isinstance(route, Route)),
        ]
    )


def rejected(kind: str, why: str, *, as_rest: bool) -> Response:
    """The answer to a body that no parser was given."""
    error = ContentTypeNotSupportedError(why) if kind == "type" else InvalidRequestError(why)
    if as_rest:
        status = {"large": 413, "type": 415}.get(kind, 400)
        return JSONResponse(build_rest_error_payload(error), status)
    if kind == "json":
        return JSONResponse(build_error_response(None, JSONParseError(message=why)))
    return JSONResponse(build_error_response(None, error))
