"""Metrics of so many days after a first order: whose days are over in the data."""

from collections.abc import Iterable
from datetime import date, timedelta

from marketing_agent.metrics.compiler.plan import FactPlan
from marketing_agent.metrics.profile import Profile
from marketing_agent.metrics.windows import Window


def horizons(
    facts: Iterable[FactPlan], profile: Profile, window: Window
) -> tuple[dict[str, date], list[str]]:
    """By parameter the last day of a first order whose days are over, and who is left out."""
    lengths = {m.horizon.days for fact in facts for m in fact.measures if m.horizon}
    orders = profile.tables.get("orders")
    until = orders.last if orders else window.range.last
    found = {days: until - timedelta(days=days - 1) for days in sorted(lengths)}
    notes = [_left_out(days, last) for days, last in found.items() if last < window.range.last]
    return {f"over_{days}": last for days, last in found.items()}, notes


def _left_out(days: int, last: date) -> str:
    return (
        f"Customers who first ordered after {last.day} {last:%B %Y} are left out: "
        f"their first {days} days are not over."
    )
