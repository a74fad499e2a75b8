"""Why something cannot be done with an alert."""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownAlert(NotFound):
    """No alert of this workspace has that id."""

    code = "alert.unknown"


class AlertResolved(Conflict):
    """It is done with; it can be opened again first."""

    code = "alert.resolved"
    retryable = False


class UnknownOwner(Invalid):
    """Only a member of the workspace can look after an alert."""

    code = "alert.unknown_owner"
