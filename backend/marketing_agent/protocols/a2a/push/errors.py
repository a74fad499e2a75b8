"""What can go wrong with the log of push notifications.

AppError
├── UnknownPush (404)   └── PushEnded (409)
"""

from marketing_agent.kernel.errors import Conflict, NotFound


class UnknownPush(NotFound):
    """No such notification in this workspace."""

    code = "push.unknown"


class PushEnded(Conflict):
    """Its webhook is gone."""

    code = "push.ended"
