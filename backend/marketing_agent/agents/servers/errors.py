"""What goes wrong with MCP servers of others."""

from marketing_agent.kernel.errors import Conflict, Invalid, NotFound


class UnknownServer(NotFound):
    """No such server, or no such tool of it."""

    code = "agents.unknown_server"


class BadServer(Invalid):
    """What answers at the address is no MCP server that we can use."""

    code = "agents.bad_server"


class ToolOff(Conflict):
    """Nobody approved the tool as it is now: an owner has to look at it first."""

    code = "agents.tool_off"
    retryable = False


class ServerFailed(Invalid):
    """It was called and gave no result; it may have done something all the same."""

    code = "agents.server_failed"
