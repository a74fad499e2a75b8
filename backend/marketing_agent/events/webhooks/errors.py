"""What can go wrong with webhooks.

AppError
├── UnknownWebhook (404)   └── TooManyWebhooks (422)
"""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownWebhook(NotFound):
    """No such webhook, or no such delivery of it, in this workspace."""

    code = "webhook.unknown"


class TooManyWebhooks(Invalid):
    """A workspace has a bounded number of them."""

    code = "webhook.too_many"
