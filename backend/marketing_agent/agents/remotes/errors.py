"""What goes wrong with agents of others."""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownAgent(NotFound):
    """No such agent here."""

    code = "agents.unknown_agent"


class BadCard(Invalid):
    """What stands at the address is no card of an agent that we can ask."""

    code = "agents.bad_card"


class AgentSuspended(Conflict):
    """Its card is another than the approved one: an owner has to look at it first."""

    code = "agents.suspended"
    retryable = False


class AgentFailed(Invalid):
    """It was asked and gave no answer; it may have done something all the same."""

    code = "agents.remote_failed"


class TooDeep(Invalid):
    """The request was handed on as often as its run allows."""

    code = "agents.too_deep"
