"""E-mails that are complained about, bounce or are unsubscribed from, as alerts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import cast

from marketing_agent.insights.alerts import findings
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.schemas import Finding, Severity
from marketing_agent.insights.email.letters import FORMULA, Row, Trouble, sent, troubles
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.saying import Said, join, number, say
from marketing_agent.insights.page.schemas import Source
from marketing_agent.metrics import phrases

_WATCHED = "from 0.3% on mailbox providers turn mail away"
_DID = {
    "spam_complaints": "delivered complained of spam",
    "bounces": "recipients bounced",
    "unsubscribes": "delivered unsubscribed",
}


def find(ground: Ground) -> Iterator[Finding]:
    """Campaigns of the window one by one, the gravest first, and all of them together."""
    told = sent(ground)
    source = Source(formula=FORMULA, statements=(told.evidence,))
    letters = [row for row in told.dicts() if row["channel"] == "email"]
    bad = [(row, found) for row in letters if (found := troubles([row]))]
    bad.sort(key=lambda pair: _gravity(pair[1]), reverse=True)
    each = [_letter(ground, row, found, source) for row, found in bad]
    shown = findings.gravest(each, alerts.raised(ground.session, "email"))
    yield from shown
    if len(each) > len(shown):
        yield _rest(ground, each, len(each) - len(shown), source)
    together = troubles(letters)
    if together and len(letters) > 1:
        yield _window(ground, together, len(letters), source)


def _letter(ground: Ground, row: Row, found: Sequence[Trouble], source: Source) -> Finding:
    name = str(row["name"] or row["subject"] or "a campaign")
    day = cast(date, row["send_date"])
    return _finding(
        ground,
        findings.key_of("email", "letter", str(row["message_id"])),
        f"{_words(found)}: {findings.short(name)}",
        join(" ", (f"Sent {phrases.span(day, day)}.", _body(found, source))),
        found,
        day,
    )


def _window(ground: Ground, found: Sequence[Trouble], letters: int, source: Source) -> Finding:
    when = phrases.span(ground.window.start, ground.window.end - timedelta(days=1))
    title = f"{_words(found)} over all campaigns"
    body = say(
        "Over the {letters} campaigns sent {when}: {body}",
        letters=number(f"{letters:,}", source), when=when, body=_body(found, source),
    )  # fmt: skip
    return _finding(ground, findings.key_of("email", "window"), title, body, found, None)


def _rest(ground: Ground, found: Sequence[Finding], left: int, source: Source) -> Finding:
    noun = "campaign" if left == 1 else "campaigns"
    whole = number(f"{len(found):,}", source)
    said = say("{whole} campaigns in all are listed on the page with their status.", whole=whole)
    return Finding(
        **findings.told(said)._asdict(),
        key=findings.key_of("email", "rest"),
        kind="email",
        severity="warning",
        title=f"{left:,} more {noun} with high complaints, bounces or unsubscribes",
        page=findings.page_over(ground, "email"),
        facts={"campaigns": left},
    )


def _finding(
    ground: Ground,
    key: str,
    title: str,
    body: Said,
    found: Sequence[Trouble],
    day: date | None,
) -> Finding:
    return Finding(
        **findings.told(body)._asdict(),
        key=key,
        kind="email",
        severity=_severity(found),
        title=title,
        day=day,
        page=findings.page_over(ground, "email"),
        facts={f"{each.limit.key}_rate": each.rate for each in found},
    )


def _severity(found: Sequence[Trouble]) -> Severity:
    return "critical" if any(each.limit.grave for each in found) else "warning"


def _gravity(found: Sequence[Trouble]) -> tuple[bool, float]:
    """What is grave first, then what is farthest above its limit."""
    grave = any(each.limit.grave for each in found)
    return grave, max(each.rate / each.limit.least for each in found)


def _words(found: Sequence[Trouble]) -> str:
    return phrases.capital(", ".join(each.limit.word.lower() for each in found))


def _body(found: Sequence[Trouble], source: Source) -> Said:
    return join(" ", (_said(each, source) for each in found))


def _said(found: Trouble, source: Source) -> Said:
    rate, least = (phrases.figure(each, "percent", "") for each in (found.rate, found.limit.least))
    return say(
        f"{{many}} of {{whole}} {_DID[found.limit.key]} ({{rate}}); {{limit}}.",
        many=number(f"{found.many:,}", source),
        whole=number(f"{found.whole:,}", source),
        rate=number(rate, source),
        limit=_WATCHED if found.limit.key == "spam_complaints" else f"{least} and more is high",
    )
