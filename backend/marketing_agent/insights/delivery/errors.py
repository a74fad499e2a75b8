"""What can go wrong with where alerts are told.

AppError
├── UnknownChannel (404)   ├── UnknownAlertRecipient (422)
├── SettingsUnclear (422)  └── NotDelivered (422)
"""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownChannel(NotFound):
    """No channel of this workspace has that id."""

    code = "alert_channel.unknown"


class UnknownAlertRecipient(Invalid):
    """Alerts are mailed to members of the workspace only."""

    code = "alert_channel.unknown_recipient"


class SettingsUnclear(Invalid):
    """What was asked for contradicts itself, or lacks something."""

    code = "alert_channel.unclear"


class NotDelivered(Invalid):
    """A message was given up: the job that carried it ends with this."""

    code = "alert_channel.not_delivered"
