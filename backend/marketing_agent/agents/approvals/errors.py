"""What can go wrong with approvals.

AppError
├── UnknownApproval (404)    ├── ApprovalNeeded (403)
├── ApprovalChanged (409)    ├── NotApproved (409)
└── OwnApproval (403)
"""

from marketing_agent.kernel.errors import Conflict, Forbidden, NotFound


class UnknownApproval(NotFound):
    """No such approval in this workspace."""

    code = "approval.unknown"


class ApprovalNeeded(Forbidden):
    """The tool sends something: a person has to approve exactly this call first."""

    code = "approval.needed"


class OwnApproval(Forbidden):
    """A key or app would decide what it asked for, and the workspace wants a second one to."""

    code = "approval.own"


class ApprovalChanged(Conflict):
    """What would be done is not what was shown: look at it and decide again."""

    code = "approval.changed"
    retryable = False


class NotApproved(Conflict):
    """The approval is open, rejected, expired or used: nothing may be done with it."""

    code = "approval.not_approved"
    retryable = False
