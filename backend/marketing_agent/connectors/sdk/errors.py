"""Errors that connectors raise."""

from marketing_agent.kernel.errors import Invalid


class SourceUnfit(Invalid):
    """The source as a whole cannot be read."""

    code = "connectors.source_unfit"


class ItemRefused(Invalid):
    """One item passed a limit or turned out broken while it was read."""

    code = "connectors.item_refused"
