"""What can go wrong with runs."""

from marketing_agent.kernel.errors import AppError, Conflict, Invalid, NotFound


class UnknownRun(NotFound):
    """No run of that id in this workspace."""

    code = "agents.unknown_run"


class UnknownThread(NotFound):
    """No thread of that id in this workspace."""

    code = "agents.unknown_thread"


class UnknownCall(NotFound):
    """The run waits for no such call."""

    code = "agents.unknown_call"


class NotWaiting(Conflict):
    """The run does not wait for that now."""

    code = "agents.not_waiting"
    retryable = False


class KeyReused(Invalid):
    """The idempotency key belongs to another request."""

    code = "idempotency_key_reused"


class OverBudget(AppError):
    """The run took all that it may; ``what` says of what."""

    code = "budget"
    status = 422

    def __init__(self, what: str, message: str) -> None:
        super().__init__(message)
        self.what = what


class NothingDone(Invalid):
    """What was to be made was refused, and no other step came to anything."""

    code = "agents.nothing_done"


class Superseded(Exception):
    """This worker no longer holds the run: it was cancelled, or another worker took it up."""
