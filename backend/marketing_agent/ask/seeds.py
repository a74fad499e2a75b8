"""The common questions of a store, worded in many ways, known before anyone asks.

The four questions of the product's brief are among them, with “business” and the store's name.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from sqlmodel import Session

from marketing_agent.ask import repository
from marketing_agent.ask.cache import alias_row, entry_row, meaning_hash, schema_version
from marketing_agent.ask.parser import Parser
from marketing_agent.ask.schemas import Parsed

_METRICS = {
    "total_sales": ("total sales", "revenue", "total revenue"),
    "net_sales": ("net sales",),
    "gross_sales": ("gross sales",),
    "orders": ("orders", "number of orders"),
    "aov": ("average order value", "aov"),
    "units_sold": ("units sold",),
    "returns": ("returns", "refunds"),
    "refund_rate": ("refund rate",),
    "discounts": ("discounts",),
    "sessions": ("sessions",),
    "conversion_rate": ("conversion rate", "cvr"),
    "new_customers": ("new customers",),
    "returning_customer_rate": ("returning customer rate",),
    "ad_spend": ("ad spend",),
    "roas": ("roas",),
    "mer": ("mer",),
    "cac": ("cac",),
    "email_revenue": ("email revenue",),
    "email_open_rate": ("open rate", "email open rate"),
    "email_click_rate": ("click rate", "email ctr"),
    "unsubscribe_rate": ("unsubscribe rate",),
    "placed_order_rate": ("placed order rate",),
}
_TIMES = (
    "last 7 days", "last 30 days", "last 90 days", "in the 30 days before the last 30 days",
    "this month", "last month", "yesterday", "this year", "last week", "last quarter", "last year",
)  # fmt: skip
_SPLITS = (
    "",
    "by day",
    "by week",
    "by month",
    "by channel",
    "by product",
    "by campaign",
    "by country",
)
_SHAPES = (
    "{metric} {split} {time}",
    "what is the {metric} {split} {time}?",
    "{metric} {time} {split}",
)
_COMPARED = (
    "{metric} last 30 days vs the previous 30 days",
    "{metric} this month vs last month",
    "{metric} last month vs the month before",
    "{metric} this year vs last year",
)
_BRIEF = (
    "What is the total revenue for {store} in the {time}?",
    "What is the average order value (AOV) from all campaigns for {store} in the {time}?",
    "What is the average conversion rate from all campaigns for {store} in the {time}?",
    "What is the average email click-through rate (CTR) from all email campaigns for {store}"
    " in the {time}?",
    "What is the average email click-through rate (CTR) from all email campaigns in the {time}?",
)
_BRIEF_TIMES = ("last 30 days", "30 days before the last 30 days")
_WORDINGS = 2_400


def wordings(names: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Questions to know ahead, the most likely first. `known` are the metrics with data."""
    for text, store, time in product(_BRIEF, ("business", *names), _BRIEF_TIMES):
        yield text.format(store=store, time=time)
    spoken = [word for metric, words in _METRICS.items() if metric in known for word in words]
    for metric, text in product(spoken, _COMPARED):
        yield text.format(metric=metric)
    for split, time, metric, shape in product(_SPLITS, _TIMES, spoken, _SHAPES):
        yield " ".join(shape.format(metric=metric, split=split, time=time).split())


def seed(
    session: Session,
    workspace_id: str,
    parser: Parser,
    names: Sequence[str],
    known: Sequence[str],
    today: date,
) -> int:
    """Fills the cache; returns how many wordings it knows. Running it again changes nothing."""
    read = [(text, parsed) for text, parsed in _read(parser, names, known, today)]
    meanings = {meaning_hash(p.question): (t, p.question) for t, p in reversed(read) if p.question}
    rows = [entry_row(workspace_id, text, q, "seed", 0) for text, q in meanings.values()]
    repository.keep_entries(session, rows)
    ids = repository.meanings(session, meanings, schema_version())
    aliases = {}
    for text, parsed in read:
        if parsed.question:
            row = alias_row(
                workspace_id, text, ids[meaning_hash(parsed.question)], parsed.assumptions
            )
            aliases[row["prompt_hash"]] = row
    repository.keep_aliases(session, list(aliases.values()))
    repository.forget_versions(session, schema_version())
    return len(aliases)


def _read(
    parser: Parser, names: Sequence[str], known: Sequence[str], today: date
) -> Iterator[tuple[str, Parsed]]:
    seen: set[str] = set()
    for text in wordings(names, known):
        if text in seen or len(seen) >= _WORDINGS:
            continue
        seen.add(text)
        parsed = parser.parse(text, today)
        if parsed.question:
            yield text, parsed


SUGGESTIONS = (
    "What is the total revenue for business in the last 30 days?",
    "top 10 products by revenue last month",
    "conversion rate by device last 30 days",
    "email revenue by week last 8 weeks",
    "new vs returning customers revenue last quarter",
    "sales this month vs last month",
)
"""Questions for an empty page."""
