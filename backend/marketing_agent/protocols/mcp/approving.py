"""A tool that sends, over MCP: the person at the client decides, in a second round of one call.

Revision 2026-07-28 answers with `input_required`, and the client calls again with what its person
said. Clients that cannot ask anybody, and older ones, are told which approval the call waits for.
"""

import json
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval, Decision
from marketing_agent.agents.tools import service as tools
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.config import Settings
from marketing_agent.protocols.mcp.edge import CALLER
from marketing_agent.protocols.mcp.results import result
from marketing_agent.tenancy.schemas import Caller

_Context = ServerRequestContext[Any, Any]
_KEY = "decision"
_DAY = 24 * 3600.0
_NOTE = 2000
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "approved": {
            "type": "boolean",
            "title": "Approve",
            "description": "Yes: exactly what is shown is done, once. No: nothing is done.",
        },
        "note": {"type": "string", "title": "Note", "maxLength": _NOTE},
    },
    "required": ["approved"],
}


def boundary(settings: Settings) -> RequestStateBoundary:
    """Seals the state of a first round to its caller, tool and arguments, in every process."""
    security = RequestStateSecurity(
        keys=[settings.hash_key], ttl=_DAY, bind_principal=_principal, audience="marketing-agent"
    )
    return RequestStateBoundary(security, default_audience=None)


def can_ask(context: _Context, caller: Caller) -> bool:
    """Whether the person at the client can be asked, and may decide."""
    declared = context.session.client_capabilities
    return (
        context.protocol_version in MODERN_PROTOCOL_VERSIONS
        and declared is not None
        and declared.elicitation is not None
        and caller.role in approvals.DECIDERS
    )


def asked_at_client(desk: Desk, caller: Caller, asked: Approval) -> bool:
    """Whether what the person at this client says may count, or another key has to decide."""
    with desk.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        return approvals.may_decide(session, caller, asked.requested_by.model_dump())


def question(asked: Approval) -> types.InputRequiredResult:
    """The first round: exactly what would be done, and the state that the second one brings."""
    params = types.ElicitRequestFormParams(message=_shown(asked), requested_schema=_SCHEMA)
    return types.InputRequiredResult(
        input_requests={_KEY: types.ElicitRequest(params=params)},
        request_state=json.dumps({"approval_id": asked.id, "digest": asked.digest}),
    )


def waiting(asked: Approval) -> types.CallToolResult:
    """The call waits for a person at another door."""
    waits = f"{asked.preview.effect} It waits for a person's approval ({asked.id})."
    return result(waits, {"status": "approval_required", "approval": asked.model_dump(mode="json")})


def decided(
    desk: Desk, caller: Caller, params: types.CallToolRequestParams
) -> types.CallToolResult:
    """The second round: decides, and does what was approved in the same transaction, so once."""
    answer = (params.input_responses or {}).get(_KEY)
    if not isinstance(answer, types.ElicitResult):
        raise MCPError(-32602, f"The answer named {_KEY!r} is missing.")
    held = json.loads(params.request_state or "")
    with desk.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        if answer.action == "cancel":
            return waiting(approvals.get(session, held["approval_id"]))
        decision = _decision(answer, held["digest"])
        found = approvals.decide(session, caller, held["approval_id"], decision)
        if found.status == "approved":
            acting = tools.open_context(desk, caller, session)
            given = params.arguments or {}
            done = tools.call(acting, params.name, given, approval_id=found.id)
            return result(done.text, done.data)
    told = f"{found.preview.effect} It is {found.status}: nothing more is done."
    return result(told, {"status": found.status, "approval": found.model_dump(mode="json")})


def _decision(answer: types.ElicitResult, digest: str) -> Decision:
    content = answer.content or {}
    note = content.get("note")
    return Decision(
        approved=answer.action == "accept" and content.get("approved") is True,
        digest=digest,
        note=note[:_NOTE] if isinstance(note, str) and note else None,
    )


def _shown(asked: Approval) -> str:
    """The exact effect, as every other door shows it."""
    preview = asked.preview
    lines = [preview.effect]
    if preview.recipients:
        lines.append(f"To: {', '.join(preview.recipients)}")
    if preview.subject:
        lines.append(f"Subject: {preview.subject}")
    return "\n".join(lines) + (f"\n\n{preview.body}" if preview.body else "")


def _principal(context: _Context) -> str:
    request: Any = context.request
    caller: Caller = request.scope[CALLER]
    return f"{caller.workspace_id} {caller.user_id} {caller.role}"
