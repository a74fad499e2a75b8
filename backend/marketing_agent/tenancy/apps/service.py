"""Connecting an app: who asks, what the person allows, what is allowed, and its end."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlmodel import Session

from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.tenancy import attempts
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.apps import clients, doors, repository, tokens
from marketing_agent.tenancy.apps.errors import RequestRefused, TooManyApps, UnknownApp
from marketing_agent.tenancy.apps.schemas import (
    READ,
    WRITE,
    AppAnswer,
    AppAsks,
    AppChoice,
    AppDecision,
    AppRequest,
    ConnectedApp,
    ConnectedApps,
)
from marketing_agent.tenancy.apps.tables import AppClientRow, AppGrantRow
from marketing_agent.tenancy.roles import roles_within
from marketing_agent.tenancy.schemas import Caller, Role, SessionInfo

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST_ASKED = 60


def look(
    session: Session, person: SessionInfo, asked: AppRequest, base: str, outgoing: Outgoing
) -> AppAsks:
    """Who asks the person for what. Gives nothing yet; raises RequestRefused."""
    client, resources = _checked(session, person, asked, base, outgoing)
    return AppAsks(
        name=client.name,
        named_by=_named_by(client),
        redirect_host=urlsplit(asked.redirect_uri).netloc,
        redirect_uri=asked.redirect_uri,
        doors=doors.told(resources),
        choices=tuple(
            AppChoice(workspace_id=one.id, name=one.name, roles=_offered(one.role, asked.scope))
            for one in person.workspaces
        ),
    )


def decide(
    session: Session, person: SessionInfo, decision: AppDecision, base: str, outgoing: Outgoing
) -> AppAnswer:
    """Gives the app a code for what the person allowed, or tells it no.

    Raises RequestRefused; also for a role that the person does not have themselves.
    """
    asked = decision.request
    client, resources = _checked(session, person, asked, base, outgoing)
    if not decision.approved:
        return _back(asked, base, {"error": "access_denied"})
    mine = {one.id: one.role for one in person.workspaces}
    offered = (
        _offered(mine[decision.workspace_id], asked.scope)
        if (decision.workspace_id in mine)
        else ()
    )
    if decision.workspace_id is None or decision.role not in offered:
        raise RequestRefused("Choose a workspace of yours, and a role that you have there.")
    row = AppGrantRow(
        id=new_id(),
        workspace_id=decision.workspace_id,
        user_id=person.user.id,
        client_id=client.id,
        role=decision.role,
        resources=resources,
    )
    session.add(row)
    session.flush()
    return _back(asked, base, {"code": tokens.new_code(session, row, asked)})


def listed(session: Session, caller: Caller) -> ConnectedApps:
    """The person's connected apps; admins see those of everybody in the workspace."""
    rows = [
        (grant, client)
        for grant, client in repository.grants_of(session, caller.workspace_id)
        if _may_end(caller, grant)
    ]
    names = tenancy.names_of(session, {grant.user_id for grant, _client in rows})
    return ConnectedApps(
        items=tuple(
            ConnectedApp.model_validate(
                grant.model_dump(include=set(ConnectedApp.model_fields))
                | {"name": client.name, "named_by": _named_by(client)}
                | {"doors": doors.told(grant.resources)}
                | {"person": names.get(grant.user_id, ""), "mine": grant.user_id == caller.user_id}
            )
            for grant, client in rows
        )
    )


def disconnect(session: Session, caller: Caller, app_id: str) -> None:
    """Ends an app's tokens at once; raises UnknownApp."""
    row = repository.grant(session, app_id)
    if row is None or row.workspace_id != caller.workspace_id or not _may_end(caller, row):
        raise UnknownApp("There is no such connected app.")
    repository.end_grant(session, app_id)


def _may_end(caller: Caller, grant: AppGrantRow) -> bool:
    return caller.role in ("owner", "admin") or caller.user_id == grant.user_id


def _checked(
    session: Session, person: SessionInfo, asked: AppRequest, base: str, outgoing: Outgoing
) -> tuple[AppClientRow, list[str]]:
    """The app and the doors that it asks for, once everything is as it must be."""
    if not attempts.allowed(session, f"connect {person.user.id}", _MOST_ASKED):
        raise TooManyApps("That was asked too often. Wait 15 minutes and try again.")
    client = clients.known(session, asked.client_id, outgoing)
    if not clients.takes(client, asked.redirect_uri):
        raise RequestRefused(
            "The app wants its answer at an address that is not registered for it."
        )
    if asked.response_type != "code":
        raise RequestRefused("The app must ask for a code.")
    if asked.code_challenge_method != "S256" or not _CHALLENGE.fullmatch(asked.code_challenge):
        raise RequestRefused("The app must prove itself by PKCE with S256.")
    resources = doors.asked(asked.resource, base)
    if resources is None:
        raise RequestRefused("The app asks for a place that is not one of this installation.")
    return client, resources


def _offered(mine: Role, scope: str) -> tuple[Role, ...]:
    """What a person can lend an app: at most their own rights, and no more than it asks for."""
    wanted = set(scope.split()) & {READ, WRITE}
    return ("viewer",) if wanted == {READ} else roles_within(mine)


def _named_by(client: AppClientRow) -> str | None:
    return urlsplit(client.id).netloc if client.document else None


def _back(asked: AppRequest, base: str, told: dict[str, str]) -> AppAnswer:
    """The app's own address with the answer; `iss` says who answers (RFC 9207)."""
    parts = urlsplit(asked.redirect_uri)
    state = {"state": asked.state} if asked.state else {}
    query = parse_qsl(parts.query, keep_blank_values=True) + list(
        (told | state | {"iss": base}).items()
    )
    return AppAnswer(redirect_to=urlunsplit(parts._replace(query=urlencode(query))))
