"""What can be wrong with the costs somebody sets."""

from marketing_agent.kernel.errors import Conflict, Invalid


class BadCost(Invalid):
    """A rule that says nothing clear, such as two of one kind from the same day on."""

    code = "costs.invalid"


class CostsChanged(Conflict):
    """Somebody else set the costs after they were read."""

    code = "costs.changed"
