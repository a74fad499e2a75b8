"""Stock that is gone or runs out before an order would arrive, as alerts."""

from collections.abc import Iterator
from datetime import date, timedelta

from marketing_agent.insights.alerts import findings
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.schemas import Finding, Severity
from marketing_agent.insights.inventory import service, stock
from marketing_agent.insights.inventory.alert_words import Words
from marketing_agent.insights.inventory.columns import Row, number
from marketing_agent.insights.inventory.telling import seen
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.sql import sql_file

_ALL = 1_000_000_000
_TOO_OLD = 30
"""Days after which nobody knows any more what an export tells of stock."""
_LONGER = timedelta(days=90)
"""What is out and sold nothing in the window is told by these days: it could not sell."""
_GRAVE, _FELT = 0.02, 0.005
"""Shares of what the whole store sells while an order is on its way."""


def find(ground: Ground) -> Iterator[Finding]:
    """What is out, oversold or runs out within a lead time: few alerts, however many variants."""
    last = ground.run(sql_file(stock.HERE, "newest")).rows[0][0]
    if not isinstance(last, date):  # no stock is here
        return
    if (ground.today - last).days > _TOO_OLD:
        yield _old(ground, last)
        return
    rows, words = _short(ground)
    found = [_finding(ground, words, row) for row in rows]
    shown = findings.gravest(found, alerts.raised(ground.session, "stock"))
    yield from shown
    left = int(number(rows[0], "short_members") or 0) - len(shown) if rows else 0
    if left:
        yield _rest(ground, words, rows[0], shown, left)


def _short(ground: Ground) -> tuple[list[Row], Words]:
    """The variants with most sales at risk, the most first."""
    settings = service.settings(ground.session, ground.workspace.id)
    given = stock.given(ground, settings)
    since, longer = _longer(ground)
    sql = sql_file(stock.HERE, "short", **stock.TYPES, few="BIGINT", since="DATE", longer="INTEGER")
    every = sql.with_source("stock", stock.levels())
    found = ground.run(
        every, most=_ALL, few=findings.KEPT, since=since, longer=longer, **given
    )  # fmt: skip
    words = Words(ground, settings.lead_days, int(str(given["days"])), longer, found.evidence)
    return list(found.dicts()), words


def _longer(ground: Ground) -> tuple[date, int]:
    """From when on what is out now may have sold, and how many days that are."""
    since, end = ground.window.end - _LONGER, ground.window.end
    orders = ground.table("orders")
    return since, max((end - (max(since, orders.first) if orders else since)).days, 1)


def _finding(ground: Ground, words: Words, row: Row) -> Finding:
    risk = number(row, "risk_minor") or 0
    available = int(number(row, "available") or 0)
    day = seen(row)
    return Finding(
        **findings.told(words.body(row), words.counted("risk") if risk else None)._asdict(),
        key=findings.key_of("stock", "low" if available > 0 else "out", str(row["variant_key"])),
        kind="stock",
        severity=_severity(words, row, risk, owed=available < 0),
        title=words.title(row),
        day=day,
        effect_minor=-round(risk) or None,
        page=findings.page_over(ground, "inventory"),
        facts={
            "sku": None if row["sku"] is None else str(row["sku"]),
            "available": available,
            "per_day": number(row, "per_day"),
            "cover": number(row, "cover"),
            "lead_days": words.lead,
            "stock_of": str(day),
        },
    )


def _rest(ground: Ground, words: Words, row: Row, shown: list[Finding], left: int) -> Finding:
    known = sum(-(each.effect_minor or 0) for each in shown)
    risk = max((number(row, "short_risk_minor") or 0) - known, 0)
    said = words.rest_body(risk, seen(row))
    return Finding(
        **findings.told(said, words.counted("risk") if risk else None)._asdict(),
        key=findings.key_of("stock", "rest"),
        kind="stock",
        severity=_severity(words, row, risk, owed=False),
        title=words.rest(left),
        day=seen(row),
        effect_minor=-round(risk) or None,
        page=findings.page_over(ground, "inventory"),
        facts={"variants": left, "lead_days": words.lead, "stock_of": str(seen(row))},
    )


def _severity(words: Words, row: Row, risk: float, *, owed: bool) -> Severity:
    """By the share of the store's sales that is missed; what is sold already is owed."""
    whole = (number(row, "all_sales_minor") or 0) / words.days * words.lead
    share = risk / whole if whole > 0 else 0
    if share >= _GRAVE:
        return "critical"
    return "warning" if owed or share >= _FELT else "notice"


def _old(ground: Ground, last: date) -> Finding:
    return Finding(
        key=findings.key_of("stock", "old"),
        kind="stock",
        severity="notice",
        title=f"Stock was last exported {(ground.today - last).days} days ago",
        body="What is out of stock today cannot be told from it. Add a newer inventory export.",
        day=last,
        page="/insights/inventory/",
        facts={"stock_of": str(last)},
    )
