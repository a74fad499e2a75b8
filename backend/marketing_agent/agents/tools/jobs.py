"""What was approved outside of a run is carried out here, once, in the background.

A call that a run waits for is carried out by the run itself.
"""

from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval
from marketing_agent.agents.service import open_reader
from marketing_agent.agents.tools import service as tools
from marketing_agent.ask.cases import Desk
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.errors import AppError
from marketing_agent.tenancy.schemas import Caller
from marketing_agent.warehouse.service import open_warehouse

JOB = "approval.carry_out"


def _enqueue(session: Session, workspace_id: str, approval: Approval) -> None:
    alone = tools.is_carried_out_alone(approval.tool)
    if approval.run_id is None and approval.status == "approved" and alone:
        jobs.enqueue(session, workspace_id, JOB, {"approval_id": approval.id})


approvals.listen(_enqueue)


@jobs.handler(JOB, urgent=True)
def carry_out(context: JobContext) -> None:
    """Does what was approved, as whoever asked for it; done before, it does nothing.

    What cannot be done for good is written into the approval. What may pass is tried again.
    """
    approval_id = str(context.payload["approval_id"])
    desk = Desk(
        context.database,
        open_warehouse(context.settings),
        context.settings,
        open_reader(context.settings),
    )
    try:
        _act(desk, context.workspace_id, approval_id)
    except AppError as error:
        with context.database.transaction(context.workspace_id) as session:
            approvals.note_problem(session, approval_id, error.message)
        if error.retryable:
            raise


def _act(desk: Desk, workspace_id: str, approval_id: str) -> None:
    with desk.database.transaction(workspace_id) as session:
        found = approvals.get(session, approval_id)
        if found.status != "approved":
            return
        caller = Caller(workspace_id=workspace_id, **found.requested_by.model_dump())
        acting = tools.open_context(desk, caller, session)
        tools.call(acting, found.tool, found.arguments, approval_id=approval_id)
