"""What a message says, before it is written as a mail or for a chat.

Titles and bodies hold names out of the store's data: they are made plain here, one line each, and
whoever writes them into markup escapes them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from marketing_agent.insights.alerts.tables import AlertRow

MOST_LINES = 10
"""Alerts that are told in full; of the others only how many there are."""
_SUBJECT = 150
_SEVERITIES = {"critical": "Critical", "warning": "Warning", "notice": "Notice"}
_PLURAL = {"critical": "critical", "warning": "warnings", "notice": "notices"}
# Control characters, what turns the direction of the text around it, halves of characters.
_DROPPED = ("Cc", "Cf", "Cs")
_BREAKS = "\r\n\t\u2028\u2029\x85"
_JOINERS = "\u200c\u200d"  # emojis are made with them


class Line(NamedTuple):
    """One alert. `link` is a whole address."""

    severity: str
    title: str
    body: str
    link: str


class Letter(NamedTuple):
    """`more`: how many alerts are left out. `link` opens the app."""

    subject: str
    lead: str
    lines: tuple[Line, ...]
    more: int
    link: str


def of_alerts(store: str, alerts: Sequence[AlertRow], address: str) -> Letter:
    """What was raised, the gravest first."""
    many = len(alerts)
    counted = f"{many} alert" + ("s" if many > 1 else "")
    subject = f"{counted}: {alerts[0].title}"
    return _letter(subject, f"{counted} in {store}.", alerts, address)


def of_digest(
    store: str, alerts: Sequence[AlertRow], waiting: Mapping[str, int], address: str
) -> Letter:
    """What was raised since the last digest, and how many alerts wait for somebody."""
    new = f"{len(alerts)} new alert" + ("s" if len(alerts) > 1 else "")
    parts = [f"{count} {_counted(name, count)}" for name, count in _graves(waiting)]
    still = f"{sum(waiting.values())} open: {', '.join(parts)}." if parts else "None is open now."
    subject = f"Digest: {new}, {sum(waiting.values())} open"
    return _letter(subject, f"{new} in {store} since the last digest. {still}", alerts, address)


def of_test(store: str, address: str) -> Letter:
    """Harmless: says that it is a test."""
    lead = f"This is a test from {store}. Alerts of the store will arrive here."
    return Letter("Test: alerts arrive here", plain(lead), (), 0, address + "/settings/alerts/")


def _letter(subject: str, lead: str, alerts: Sequence[AlertRow], address: str) -> Letter:
    shown = tuple(_line(alert, address) for alert in alerts[:MOST_LINES])
    more = len(alerts) - len(shown)
    return Letter(_cut(plain(subject)), plain(lead), shown, more, address + "/alerts/")


def _line(alert: AlertRow, address: str) -> Line:
    path = quote(alert.page, safe="/?&=#%-._~,:+")
    inside = path if path.startswith("/") and not path.startswith("//") else "/"
    severity = _SEVERITIES[alert.severity]
    return Line(severity, plain(alert.title), plain(alert.body), address + inside)


def plain(text: str) -> str:
    """One line without control characters; emojis stay whole."""
    return re.sub(" {2,}", " ", "".join(map(_seen, text))).strip()


def _seen(one: str) -> str:
    if one in _BREAKS:
        return " "
    return "" if unicodedata.category(one) in _DROPPED and one not in _JOINERS else one


def _cut(subject: str) -> str:
    return subject if len(subject) <= _SUBJECT else subject[: _SUBJECT - 1].rstrip() + "…"


def _graves(waiting: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(name, waiting[name]) for name in _SEVERITIES if waiting.get(name)]


def _counted(severity: str, count: int) -> str:
    return severity if count == 1 else _PLURAL[severity]
