"""Views of tools of others (MCP Apps): pinned with the definition, shown without any rights.

What is known of a view stands in the tool's definition under `PINNED`, so that one hash covers both
and a page that changes switches its tool off like any other part of the definition.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketing_agent.agents.servers.schemas import ServerView
from marketing_agent.agents.servers.wire import VIEW_KIND, Line
from marketing_agent.ask.text import storable

PINNED = "marketing-agent/view"
_MOST_BYTES, _MOST_VIEWS, _MOST_PLACES = 1024 * 1024, 20, 20
_URI = re.compile(r"ui://[\x21-\x7e]{1,500}")
# One host, perhaps with all below it: it goes into a header as it is.
_PLACE = re.compile(r"(?:https|wss)://(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?")  # fmt: skip # noqa: E501
_MANY = f"A server has at most {_MOST_VIEWS} views here."
_NOTHING = "The server gives no page of MCP Apps for it."
_LARGE = f"It has more than {_MOST_BYTES // 1024} kB."


@dataclass
class Seen:
    """Tools as they stand at a server, each with what is pinned of its view; pages by SHA-256."""

    tools: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def look(
    line: Line, known: Mapping[str, Mapping[str, Any]] | None = None, only: str | None = None
) -> Seen:
    """Reads tools and their views; raises BadServer.

    With `only` that tool's view is read anew, and of the others what is `known` counts on.
    """
    seen, read = Seen(), dict[str, dict[str, Any]]()
    for name, definition in line.tools().items():
        uri = _uri_of(definition)
        before = (known or {}).get(name, {}).get(PINNED) if name != only else None
        plain = {key: value for key, value in definition.items() if key != PINNED}
        if uri is None:
            seen.tools[name] = plain
            continue
        if uri not in read:
            is_known = isinstance(before, dict) and before.get("uri") == uri and only is not None
            read[uri] = before if is_known and before else _read(line, uri, seen, len(read))
        seen.tools[name] = plain | {PINNED: read[uri]}
    return seen


def of(definition: Mapping[str, Any] | None, *, may_reach: bool = False) -> ServerView | None:
    """The view of a tool, if it has one."""
    pinned = (definition or {}).get(PINNED)
    return ServerView(**pinned, may_reach=may_reach) if isinstance(pinned, dict) else None


def named(definitions: Iterable[Mapping[str, Any] | None]) -> set[str]:
    """The pages that any of the definitions is drawn by."""
    found = (of(one) for one in definitions)
    return {one.sha256 for one in found if one and one.sha256}


def is_for_views(definition: Mapping[str, Any]) -> bool:
    """Whether the server lets views call the tool; it does where it says nothing."""
    visible = _ui(definition).get("visibility")
    return "app" in visible if isinstance(visible, list) else True


def is_page(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is a page for frames, and nothing to read."""
    kind = resource.get("mimeType")
    return isinstance(kind, str) and kind.replace(" ", "") == VIEW_KIND


def policy_of(view: ServerView) -> str:
    """The content security policy of its page: no origin and, unless allowed, no way out."""
    places = view.resources if view.may_reach else ()
    loads = " ".join(("data:", "blob:", *places))
    inline = " ".join(("'unsafe-inline'", *places))
    reach = " ".join(view.connect if view.may_reach else ()) or "'none'"
    return (
        f"default-src 'none'; script-src {inline}; style-src {inline}; img-src {loads}; "
        f"font-src {loads}; media-src {loads}; connect-src {reach}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    )


def _read(line: Line, uri: str, seen: Seen, count: int) -> dict[str, Any]:
    """What is pinned of the page at that address."""
    if count >= _MOST_VIEWS:
        return {"uri": uri, "problem": _MANY}
    content = _content(line.resource(uri), uri)
    html = _html(content)
    if content is None or html is None:
        return {"uri": uri, "problem": _NOTHING}
    page = html.encode()
    if len(page) > _MOST_BYTES:
        return {"uri": uri, "problem": _LARGE}
    sha256 = hashlib.sha256(page).hexdigest()
    seen.pages[sha256] = html
    wanted = _ui(content).get("csp")
    csp = wanted if isinstance(wanted, dict) else {}
    return {
        "uri": uri,
        "sha256": sha256,
        "bytes": len(page),
        "connect": _places(csp.get("connectDomains")),
        "resources": _places(csp.get("resourceDomains")),
    }


def _content(result: Mapping[str, Any] | None, uri: str) -> dict[str, Any] | None:
    listed = (result or {}).get("contents")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and is_page(one) and one.get("uri") == uri:
            return dict(one)
    return None


def _html(content: Mapping[str, Any] | None) -> str | None:
    """The page, where it is text that a database can keep as it is."""
    text, blob = (content or {}).get("text"), (content or {}).get("blob")
    if isinstance(blob, str):
        try:
            text = base64.b64decode(blob, validate=True).decode()
        except ValueError:
            return None
    return text if isinstance(text, str) and storable(text) == text else None


def _uri_of(definition: Mapping[str, Any]) -> str | None:
    meta = definition.get("_meta")
    older = meta.get("ui/resourceUri") if isinstance(meta, dict) else None
    uri = _ui(definition).get("resourceUri", older)
    return uri if isinstance(uri, str) and _URI.fullmatch(uri) else None


def _ui(of_what: Mapping[str, Any]) -> dict[str, Any]:
    meta = of_what.get("_meta")
    ui = meta.get("ui") if isinstance(meta, dict) else None
    return ui if isinstance(ui, dict) else {}


def _places(given: Any) -> list[str]:
    listed = given if isinstance(given, list) else []
    fitting = (one for one in listed if isinstance(one, str) and _PLACE.fullmatch(one))
    return sorted(set(fitting))[:_MOST_PLACES]
