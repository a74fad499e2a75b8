"""Why a page of insights cannot be had as it was asked for."""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownChoice(Invalid):
    """The page has no such option; the message names those it has."""

    code = "insight.unknown_choice"


class UnknownPart(NotFound):
    """The page has no part of that key for this store."""

    code = "insight.unknown_part"
