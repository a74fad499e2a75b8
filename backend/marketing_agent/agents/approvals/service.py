"""Approvals: asked for, decided once by a person who may, used once with the effect itself."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlmodel import Session

from marketing_agent.agents.approvals import repository
from marketing_agent.agents.approvals.errors import (
    ApprovalChanged,
    NotApproved,
    OwnApproval,
    UnknownApproval,
)
from marketing_agent.agents.approvals.schemas import (
    Approval,
    Approvals,
    Asker,
    Decision,
    Preview,
    Status,
)
from marketing_agent.agents.approvals.tables import ApprovalRow
from marketing_agent.events import service as events
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Role

REQUESTED, DECIDED = "approval.requested", "approval.decided"
DECIDERS: tuple[Role, ...] = ("owner", "admin", "approver")
log = logging.getLogger(__name__)
_LIFETIME = timedelta(hours=24)
_WITHDRAWN = {
    "cancelled": "Withdrawn: the run that asked was stopped.",
    "failed": "Withdrawn: the run that asked has failed.",
}
# Given the transaction of the decision, the workspace and the approval as decided.
Listener = Callable[[Session, str, Approval], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Has a function called in the transaction of each decision."""
    if listener not in _listeners:
        _listeners.append(listener)


def digest_of(tool: str, arguments: Mapping[str, Any], preview: Preview) -> str:
    """What an approval is bound to: the tool, its arguments and the content that would leave."""
    bound = {"tool": tool, "arguments": dict(arguments), "content": preview.content}
    canonical = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def request(
    session: Session,
    caller: Caller,
    tool: str,
    arguments: Mapping[str, Any],
    preview: Preview,
    run_id: str | None = None,
) -> Approval:
    """Asks for a call; the same call asked for again while it is open is the same approval."""
    digest = digest_of(tool, arguments, preview)
    known = repository.same_open(session, digest, run_id)
    if known is not None and _status(known) == "open":
        return _approval(known)
    row = ApprovalRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        tool=tool,
        arguments=dict(arguments),
        digest=digest,
        preview=preview.model_dump(mode="json"),
        requested_by=caller.model_dump(include=set(Asker.model_fields)),
        run_id=run_id,
        expires_at=now() + _LIFETIME,
    )
    session.add(row)
    session.flush()
    _tell(session, row, REQUESTED)
    return _approval(row)


def get(session: Session, approval_id: str) -> Approval:
    """One approval; raises UnknownApproval."""
    return _approval(_known(session, approval_id))


def listed(session: Session, asked: PageAsked, statuses: Sequence[Status] = ()) -> Approvals:
    """A page of approvals, the newest first; those whose time has passed count as expired."""
    page = repository.newest(session, statuses, asked)
    return Approvals(items=tuple(map(_approval, page.rows)), next_cursor=page.next_cursor)


def standing(session: Session, approval_ids: Sequence[str]) -> dict[str, Status]:
    """Where approvals stand, by id; those that are not there are left out."""
    return {row.id: _status(row) for row in repository.found(session, approval_ids)}


def decide(session: Session, caller: Caller, approval_id: str, decision: Decision) -> Approval:
    """Approves or rejects. A second decision does nothing and returns the first.

    Raises RoleNeeded, UnknownApproval, OwnApproval, and ApprovalChanged when another digest was
    shown.
    """
    tenancy.require_role(caller, *DECIDERS)
    row = _known(session, approval_id)
    if _status(row) != "open":
        log.info("an approval was decided already", extra={"approval_id": row.id})
        return _approval(row)
    if not may_decide(session, caller, row.requested_by):
        log.warning("a key would decide what it asked for", extra={"approval_id": row.id})
        raise OwnApproval("This key asked for it itself: a person or another key decides.")
    if decision.digest != row.digest:
        raise ApprovalChanged("This is not what was asked for. Look at it again before deciding.")
    row.status = "approved" if decision.approved else "rejected"
    row.decided_by, row.decided_at, row.note = caller.user_id, now(), decision.note
    session.flush()
    _tell(session, row, DECIDED)
    decided = _approval(row)
    for listener in _listeners:
        listener(session, row.workspace_id, decided)
    return decided


def may_decide(session: Session, caller: Caller, asker: Mapping[str, Any]) -> bool:
    """Whether it is not the caller's own request, where the workspace wants four eyes.

    Of an app that several people connected, each one's is another.
    """
    if caller.key_id is None or caller.key_id != asker.get("key_id"):
        return True
    if caller.kind == "app" and caller.user_id != asker.get("user_id"):
        return True
    return not tenancy.get_workspace(session, caller.workspace_id).four_eyes


def withdraw(session: Session, run_id: str, became: Literal["cancelled", "failed"]) -> None:
    """Ends what a run asked for that is over: nobody is to decide what would have no effect."""
    for row in repository.open_of_run(session, run_id):
        row.expires_at, row.note = now(), _WITHDRAWN[became]
        session.flush()
        _tell(session, row, DECIDED)


def use(session: Session, approval_id: str, digest: str) -> None:
    """Takes an approval for its effect, in the effect's own transaction: exactly once.

    Raises NotApproved, and ApprovalChanged when the effect is not the one that was approved.
    """
    row = _known(session, approval_id)
    if row.status != "approved":
        raise NotApproved(f"This approval is {_status(row)}.")
    if row.digest != digest:
        raise ApprovalChanged("What would be done has changed since it was approved.")
    row.status, row.problem = "used", None
    session.flush()
    _tell(session, row, DECIDED)


def note_problem(session: Session, approval_id: str, problem: str) -> None:
    """Writes down why an approved act could not be done."""
    row = _known(session, approval_id)
    row.problem = problem
    session.flush()
    _tell(session, row, DECIDED)


def _known(session: Session, approval_id: str) -> ApprovalRow:
    row = repository.locked(session, approval_id)
    if row is None:
        raise UnknownApproval("There is no such approval.")
    return row


def _status(row: ApprovalRow) -> Any:
    """As stored, but an open one whose time has passed is expired."""
    return "expired" if row.status == "open" and row.expires_at <= now() else row.status


def _tell(session: Session, row: ApprovalRow, topic: str) -> None:
    told = {"approval_id": row.id, "tool": row.tool, "status": row.status, "run_id": row.run_id}
    events.emit(session, row.workspace_id, topic, told)


def _approval(row: ApprovalRow) -> Approval:
    return Approval.model_validate(row.model_dump() | {"status": _status(row)})
