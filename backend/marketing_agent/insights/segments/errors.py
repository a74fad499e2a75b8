"""Why an audience cannot be counted, or a segment not be kept.

AppError
├── BadRule (422)            ├── NameTaken (409)
├── UnknownSegment (404)     └── ChangedMeanwhile (412)
"""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class BadRule(Invalid):
    """A rule compares a field in a way that it cannot be compared; the message says how."""

    code = "segment.bad_rule"


class UnknownSegment(NotFound):
    """No segment of this workspace has that id, or it is deleted."""

    code = "segment.unknown"


class NameTaken(Conflict):
    """Another segment of this workspace has that name."""

    code = "segment.name_taken"
    retryable = False


class ChangedMeanwhile(Conflict):
    """The caller's version is not the newest: read it again before changing it."""

    code = "segment.changed_meanwhile"
    status = 412
