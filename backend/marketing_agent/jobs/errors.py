"""What can go wrong with jobs.

AppError
├── UnknownJob (404)   ├── NotGivenUp (409)   └── Ended (409)
"""

from marketing_agent.kernel.errors import Conflict, NotFound


class UnknownJob(NotFound):
    """No such job in this workspace."""

    code = "job.unknown"


class NotGivenUp(Conflict):
    """Only what was given up is tried again by hand."""

    code = "job.not_given_up"


class Ended(Conflict):
    """What has ended cannot be cancelled or signalled."""

    code = "job.ended"
