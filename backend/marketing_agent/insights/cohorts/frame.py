"""Which days a page of cohorts tells about, and what its statements are given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.metrics.profile import TableProfile
from marketing_agent.metrics.typed import Value
from marketing_agent.metrics.windows import months_later

_HERE = Path(__file__).parent
_TYPES = {
    "known_until": "DATE", "before_until": "DATE", "most": "BIGINT",
}  # fmt: skip


@cache
def over_facts(name: str, step: str) -> Sql:
    """A statement over the facts of orders, by steps of that length."""
    return sql_file(_HERE, name, **_TYPES).with_word("step", step).with_facts()


@dataclass(frozen=True)
class Frame:
    """A store with orders, and the step that cohorts are cut by."""

    ground: Ground
    orders: TableProfile

    @cached_property
    def step(self) -> str:
        return self.ground.chosen("grain")

    @cached_property
    def known_until(self) -> date:
        """The day after the last one that is over and that the orders tell about."""
        told = self.orders.last + timedelta(days=1 + self.orders.heard)
        # A store whose only orders are of today has no day that is over.
        return min(self.ground.today, told)

    @cached_property
    def before_until(self) -> date:
        """Where the compared customers were as old as those asked about are now."""
        before = self.ground.compared or self.ground.window
        return self.known_until - (self.ground.window.start - before.start)

    @property
    def first_cohort(self) -> date:
        """The first day of the step that the window begins in."""
        start = self.ground.window.start
        if self.step == "week":
            return start - timedelta(days=start.weekday())
        return start.replace(
            month=(start.month - 1) // 3 * 3 + 1 if self.step == "quarter" else start.month, day=1
        )

    @property
    def compares(self) -> bool:
        """Whether the history reaches over the whole compared window."""
        before = self.ground.compared
        return before is not None and before.start >= self.orders.first

    def sql(self, name: str) -> Sql:
        return sql_file(_HERE, name, **_TYPES).with_word("step", self.step)

    def run(self, name: str, **given: Value) -> Found:
        return self.run_sql(self.sql(name), **given)

    def run_over_facts(self, name: str) -> Found:
        return self.run_sql(over_facts(name, self.step))

    def run_sql(self, sql: Sql, **given: Value) -> Found:
        known = {"known_until": self.known_until, "before_until": self.before_until}
        return self.ground.run(sql, **(known | given))

    def after(self, day: date) -> date:
        """The first day of the next step."""
        if self.step == "week":
            return day + timedelta(days=7)
        return months_later(day, 3 if self.step == "quarter" else 1)

    def steps(self, cohort: date, most: int) -> Iterator[tuple[date, bool]]:
        """The steps that have begun since, and whether each is over."""
        day = cohort
        for _ in range(most):
            if day >= self.known_until:
                return
            yield day, self.after(day) <= self.known_until
            day = self.after(day)

    def joined_until(self, cohort: date) -> date:
        """The day after the last one on which a customer may join the cohort."""
        return min(self.after(cohort), self.ground.window.end)
