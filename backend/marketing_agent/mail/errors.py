"""What can go wrong with a mail.

AppError
├── UnknownMail (404)      ├── DeliveryRefused (422)   └── UnwritableAddress (422)
└── MailServerUnavailable (503)
"""

from marketing_agent.kernel.errors import Invalid, NotFound, Unavailable


class UnknownMail(NotFound):
    """No such mail in the preview inbox of this workspace."""

    code = "message.unknown"


class DeliveryRefused(Invalid):
    """The mail server will not take it, however often it is tried."""

    code = "message.refused"


class UnwritableAddress(Invalid):
    """A header cannot hold the address, which is not plain ASCII."""

    code = "message.unwritable_address"


class MailServerUnavailable(Unavailable):
    """The mail server does not take it now."""

    code = "message.server_unavailable"
