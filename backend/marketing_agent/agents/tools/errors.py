"""What can go wrong when a tool is called, beyond what its service raises.

AppError
├── UnknownTool (404)     ├── BadArguments (422)
"""

from marketing_agent.kernel.errors import Invalid, NotFound


class UnknownTool(NotFound):
    """There is no tool of that name."""

    code = "tool.unknown"


class BadArguments(Invalid):
    """The arguments do not fit the tool's schema, or are larger than any honest call."""

    code = "tool.bad_arguments"
