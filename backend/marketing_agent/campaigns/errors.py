"""What can go wrong with messages.

AppError
├── UnknownMessage (404)   ├── UnknownRecipient (422)
├── DeliveryRefused (422)  └── MailServerUnavailable (503)
"""

from marketing_agent.kernel.errors import Invalid, NotFound, Unavailable


class UnknownMessage(NotFound):
    """No such message in this workspace."""

    code = "message.unknown"


class UnknownRecipient(Invalid):
    """Messages go to members of the workspace only."""

    code = "message.unknown_recipient"


class DeliveryRefused(Invalid):
    """The mail server will not take it, however often it is tried."""

    code = "message.refused"


class MailServerUnavailable(Unavailable):
    """The mail server does not take it now."""

    code = "message.server_unavailable"
