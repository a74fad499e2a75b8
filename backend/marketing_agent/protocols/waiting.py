"""Where a run waited: a door that hears a decision shows what came after it."""

from sqlmodel import Session

from marketing_agent.agents.runs import service as runs


def waited_at(session: Session, run_id: str, waited_for: str | None) -> int:
    """The number of the last event with which the run waited for an approval or a client's call.

    None stands for its plan. 0 where it never waited for that. Raises UnknownRun.
    """
    after = 0
    for event in runs.events_after(session, run_id, 0):
        payload = event.payload
        if payload.type == "run.waiting" and (
            waited_for in (*payload.approval_ids, *payload.call_ids)
            or (waited_for is None and payload.reason == "plan")
        ):
            after = event.seq
    return after
