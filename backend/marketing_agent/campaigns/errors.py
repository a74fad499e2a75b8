"""What can go wrong with messages.

AppError
├── UnknownMessage (404)   └── UnknownRecipient (422)
"""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownMessage(NotFound):
    """No such message in this workspace."""

    code = "message.unknown"


class UnknownRecipient(Invalid):
    """Messages go to members of the workspace only."""

    code = "message.unknown_recipient"
