"""What can go wrong with a statement in the sandbox.

AppError
├── Invalid (422): SqlFailed, SqlDeadline, SqlMemory, SqlResultTooLarge, SqlCrashed
├── TooMany (429): SqlBusy
└── Unavailable (503): SandboxUnavailable
"""

from marketing_agent.kernel.errors import Invalid, TooMany, Unavailable


class SqlFailed(Invalid):
    """The engine refused the statement; the message is the engine's own first line."""

    code = "sql.failed"


class SqlDeadline(Invalid):
    """The statement was still running at the deadline and its process was killed."""

    code = "sql.deadline"


class SqlMemory(Invalid):
    """The statement needed more memory than its process may have."""

    code = "sql.memory"


class SqlResultTooLarge(Invalid):
    """One row of the result is larger than the whole result may be."""

    code = "sql.result_too_large"


class SqlCrashed(Invalid):
    """The process of the statement ended without an answer."""

    code = "sql.crashed"


class SqlBusy(TooMany):
    """Too many ad-hoc statements of this workspace, or of all, are running."""

    code = "sql.busy"


class SandboxUnavailable(Unavailable):
    """The sandbox does not start."""

    code = "sql.unavailable"
