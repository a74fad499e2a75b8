"""The doors that take tokens of apps, and which of them an app asks for (RFC 8707)."""

from collections.abc import Iterable, Sequence

from marketing_agent.tenancy.apps.schemas import AppDoor

DOORS = {
    "/mcp": "MCP",
    "/a2a": "A2A",
    "/agui": "AG-UI",
    "/api/chat": "AI SDK",
    "/v1/realtime": "Realtime",
}
FIRST = "/mcp"
"""What an app opens that names nothing: the first that there was."""


def resource_of(base: str, path: str) -> str:
    """A door of one host, as tokens name it."""
    return f"{base}{path}"


def asked(given: Sequence[str], base: str) -> list[str] | None:
    """The doors that were named, in our own order; None when one is none of this host."""
    named = {one.rstrip("/") for one in given if one} or {resource_of(base, FIRST)}
    ours = [resource_of(base, path) for path in DOORS]
    return [one for one in ours if one in named] if named <= set(ours) else None


def told(resources: Iterable[str]) -> tuple[AppDoor, ...]:
    """Doors in words, for the person."""
    return tuple(AppDoor(name=_name(one), resource=one) for one in resources)


def _name(resource: str) -> str:
    return next(name for path, name in DOORS.items() if resource.endswith(path))
