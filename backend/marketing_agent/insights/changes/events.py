"""Days of known events: discounts that end, while many orders use them.

A discount's own days say little, since a code that comes back each year runs from its first day to
its last; so a day counts while the code is in use, and a code that always is makes no event.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.sql import sql_file

Events = Mapping[date, str]
"""What it is called, by day."""
_TYPES = {"since": "DATE", "until": "DATE", "fewest": "INTEGER", "share": "DOUBLE"}
_FEWEST = 3
_SHARE = 0.15
"""Of the orders of a day: what fewer use explains no odd day."""
_ALWAYS = 0.25
"""Of the days looked at: what runs on more of them is how the shop sells, and no event."""


def events_of(ground: Ground, since: date, until: date) -> Events:
    """The days of events; none where no export tells of orders and of discounts."""
    orders = ground.table("orders")
    if orders is None:
        return {}
    sql = sql_file(Path(__file__).parent, "events", **_TYPES)
    found = ground.run(sql, since=since, until=until, fewest=_FEWEST, share=_SHARE).dicts()
    often = Counter(row["name"] for row in found)
    most = _ALWAYS * (until - max(since, orders.first)).days
    events: dict[date, str] = {}
    for row in found:
        day = row["day"]
        if often[row["name"]] <= most and isinstance(day, date):
            events.setdefault(day, _called(row))
    return events


def _called(row: Mapping[str, object]) -> str:
    """“the discount SUMMER20 (20% off)”."""
    size = abs(float(str(row["value"] or 0)))
    off = f" ({size:g}% off)" if size and row["value_type"] == "percentage" else ""
    return f"the discount {row['name']}{off}"
