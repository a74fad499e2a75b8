"""What finders share: few alerts out of many findings, keys and names that fit, the page."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from marketing_agent.insights.alerts.schemas import MOST_BODY, AlertKind, Finding, Piece
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.saying import Said
from marketing_agent.insights.page.schemas import Source

MOST = 10
"""Alerts of their own that the gravest of a kind get; the rest is summed up in one."""
KEPT = 30
"""What has an alert keeps it while it is among so many: places near the last one change daily."""
_LONGEST_NAME = 120


def gravest(found: Sequence[Finding], raised: Collection[str]) -> list[Finding]:
    """Those that get an alert of their own, of findings in their order, the gravest first.

    `raised` are the keys of alerts that have not ended.
    """
    return [
        finding
        for place, finding in enumerate(found[:KEPT])
        if place < MOST or finding.key in raised
    ]


def key_of(kind: AlertKind, what: str, about: str = "") -> str:
    """The key of what is about something that a store named, which may be of any length."""
    return f"{kind}:{what}:{hashlib.sha256(about.encode()).hexdigest()[:32]}"


def short(name: str) -> str:
    """A store's own name, cut where a title would have no room for it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"


def page_over(ground: Ground, name: str) -> str:
    """The address of a page over the same days, so that it shows the same numbers."""
    last = ground.window.end - timedelta(days=1)
    return f"/insights/{name}/?range={ground.window.start}..{last}"


class Told(NamedTuple):
    """The fields of a finding that say it: its text, the text in pieces, what numbers came from."""

    body: str
    told: tuple[Piece, ...]
    sources: tuple[Source, ...]
    effect_source: int | None


def told(said: Said, effect: Source | None = None) -> Told:
    """What it says, as far as a body has room; `effect` is where its money came from."""
    kept = said.cut(MOST_BODY)
    runs = list(kept.runs())
    sources: list[Source] = []
    for source in (*(source for _, source in runs), effect):
        if source is not None and source not in sources:
            sources.append(source)

    def place(source: Source | None) -> int | None:
        return None if source is None else sources.index(source)

    pieces = tuple(Piece(text=text, source=place(source)) for text, source in runs)
    return Told(str(kept), pieces, tuple(sources), place(effect))
