"""Who is calling: the FastAPI dependencies that every router uses."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session
from starlette.requests import HTTPConnection

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Invalid, NotFound, Unauthenticated
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.tenancy import service, sign_in
from marketing_agent.tenancy.errors import CsrfMissing
from marketing_agent.tenancy.schemas import Caller, Role, SessionInfo

COOKIE = "ma_session"
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_bearer = HTTPBearer(auto_error=False, scheme_name="api_key", description="An API key")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, scheme_name="session")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
Cookie = Annotated[str | None, Depends(_cookie)]
# Where a page of a list begins; bounded, so that it fits the database's numbers.
Offset = Annotated[int, Query(ge=0, le=100_000_000)]


def _page_asked(
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[
        str | None, Query(max_length=120, description="`next_cursor` of the page before")
    ] = None,
) -> PageAsked:
    """A page of a list that is read on from where a page ended."""
    return PageAsked(limit, cursor)


Paged = Annotated[PageAsked, Depends(_page_asked)]


def _seen_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """The version that a change starts from; without the header the newest is changed."""
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > 9:
        raise Invalid('If-Match names a version, such as "3".')
    return int(text)


SeenVersion = Annotated[int | None, Depends(_seen_version)]


def get_database(request: Request) -> Database:
    """The application's database."""
    database: Database = request.app.state.database
    return database


def get_app_settings(request: Request) -> Settings:
    """The application's settings."""
    settings: Settings = request.app.state.settings
    return settings


AppDatabase = Annotated[Database, Depends(get_database)]
AppSettings = Annotated[Settings, Depends(get_app_settings)]


def own_address(request: HTTPConnection, settings: Settings) -> str:
    """Scheme and host that people reach this installation by: as set, else as it was asked."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if not _HOST.fullmatch(request.url.netloc):
        raise Invalid("The Host header is not a host.")
    scheme = {"ws": "http", "wss": "https"}.get(request.url.scheme, request.url.scheme)
    return f"{scheme}://{request.url.netloc}"


def system_session(database: AppDatabase) -> Iterator[Session]:
    """A transaction for sign-in, before a workspace is known."""
    with database.system() as session:
        yield session


# scope="function": the transaction commits before the answer leaves, so that a failed commit is
# an error the caller sees and a read after a write finds it.
SystemSession = Annotated[Session, Depends(system_session, scope="function")]


def signed_in(request: Request, database: AppDatabase, cookie: Cookie) -> SessionInfo:
    """The person behind the session cookie; unsafe methods must carry their CSRF token."""
    info = None
    if cookie:
        with database.system() as session:
            info = sign_in.session_info(session, cookie)
    if info is None:
        raise Unauthenticated("Sign in first, or send an API key.")
    token = request.headers.get("X-CSRF-Token", "")
    if request.method not in _SAFE and not secrets.compare_digest(
        token.encode(), info.csrf_token.encode()
    ):
        raise CsrfMissing("This request did not come from the app's own page.")
    return info


SignedInUser = Annotated[SessionInfo, Depends(signed_in)]


def current_caller(
    request: Request,
    database: AppDatabase,
    bearer: Bearer,
    cookie: Cookie,
    x_workspace: Annotated[str | None, Header()] = None,
    workspace: Annotated[str | None, Query(include_in_schema=False)] = None,
) -> Caller:
    """The caller by API key or by session; another person's workspace does not exist for them."""
    if bearer:
        return _by_key(database, bearer.credentials)
    info = signed_in(request, database, cookie)
    wanted = x_workspace or workspace
    for mine in info.workspaces:
        if wanted in (None, mine.id, mine.slug):
            return Caller(workspace_id=mine.id, user_id=info.user.id, role=mine.role, kind="user")
    raise NotFound("There is no such workspace.")


def _by_key(database: Database, key: str) -> Caller:
    with database.system(lasting=False) as session:
        caller = sign_in.caller_of_key(session, key)
    if caller is None:
        raise Unauthenticated("This API key is not valid.")
    return caller


CurrentCaller = Annotated[Caller, Depends(current_caller)]


def tenant_session(
    request: Request, database: AppDatabase, caller: CurrentCaller
) -> Iterator[Session]:
    """A transaction that sees the caller's workspace only; what a read counts need not last."""
    lasting = request.method not in _SAFE
    with database.transaction(
        caller.workspace_id, user_id=caller.user_id, lasting=lasting
    ) as session:
        yield session


TenantSession = Annotated[Session, Depends(tenant_session, scope="function")]


def answer_session(database: AppDatabase, caller: CurrentCaller) -> Iterator[Session]:
    """The same for questions that are posted: they write down what ran, and nothing else."""
    with database.transaction(
        caller.workspace_id, user_id=caller.user_id, lasting=False
    ) as session:
        yield session


AnswerSession = Annotated[Session, Depends(answer_session, scope="function")]


def require(*roles: Role) -> Callable[[Caller], None]:
    """A dependency that refuses callers without one of the roles."""

    def check(caller: CurrentCaller) -> None:
        service.require_role(caller, *roles)

    return check
