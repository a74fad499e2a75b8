"""What can go wrong with webhooks.

AppError
├── UnknownWebhook (404)   ├── TooManyWebhooks (422)   └── WebhookPaused (409)
"""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownWebhook(NotFound):
    """No such webhook, or no such delivery of it, in this workspace."""

    code = "webhook.unknown"


class TooManyWebhooks(Invalid):
    """A workspace has a bounded number of them."""

    code = "webhook.too_many"


class WebhookPaused(Conflict):
    """Nothing is sent to one that is paused."""

    code = "webhook.paused"
