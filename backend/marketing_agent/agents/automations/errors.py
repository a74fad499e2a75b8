"""What can go wrong with automations.

AppError
├── UnknownAutomation (404)   ├── NeverFires (422)      ├── UnknownTrigger (422)
├── NeedsOwner (422)          ├── NotTried (409)        ├── Blocked (409)
├── ChangedMeanwhile (409)    └── TooManyAutomations (422)
"""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownAutomation(NotFound):
    """No automation of that id in this workspace."""

    code = "automation.unknown"


class NeverFires(Invalid):
    """There is no moment at which this schedule would begin anything."""

    code = "automation.never_fires"


class UnknownTrigger(Invalid):
    """The trigger names a metric that there is not."""

    code = "automation.unknown_trigger"


class NeedsOwner(Invalid):
    """An automation acts as a member, and none is named."""

    code = "automation.needs_owner"


class NotTried(Conflict):
    """What would run has to be looked at first, once, in a trial."""

    code = "automation.not_tried"
    retryable = False


class Blocked(Conflict):
    """A check forbids it; the message says which and why."""

    code = "automation.blocked"
    retryable = False


class ChangedMeanwhile(Conflict):
    """Somebody else changed it first."""

    code = "automation.changed"
    retryable = False


class TooManyAutomations(Invalid):
    """A workspace has a bounded number of them."""

    code = "automation.too_many"
